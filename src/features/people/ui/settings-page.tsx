import type { ReactNode } from 'react'
import { Page } from '../../../web/shell/page.tsx'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

/** The frame of the settings: its screens are tabs of one page. */
export function SettingsPage({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const tabs = [
    { label: say('people'), to: '/settings/people' },
    { label: say('integrations'), to: '/settings/integrations' },
    { label: say('tokens'), to: '/settings/tokens' },
    { label: say('me'), to: '/settings/me' },
  ]
  return (
    <Page title={named('settings')} tabs={tabs} action={action}>
      <div className="stack">{children}</div>
    </Page>
  )
}
