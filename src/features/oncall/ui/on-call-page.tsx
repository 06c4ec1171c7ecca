import type { ReactNode } from 'react'
import { Page } from '../../../web/shell/page.tsx'
import { say } from './strings.ts'

const TABS = [
  { word: 'tabSchedules', to: '/on-call' },
  { word: 'tabCover', to: '/on-call/cover' },
  { word: 'tabFairness', to: '/on-call/fairness' },
  { word: 'tabCalendars', to: '/on-call/calendars' },
] as const

/** The frame of all screens about who is on call. */
export function OnCallPage({ children }: { children: ReactNode }) {
  return (
    <Page title={say('title')} tabs={TABS.map(({ word, to }) => ({ label: say(word), to }))}>
      {children}
    </Page>
  )
}
