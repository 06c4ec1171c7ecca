import { Button } from '@mantine/core'
import { useState } from 'react'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { useProfile } from './queries.ts'
import { ReachForm } from './reach-form.tsx'
import { SettingsPage } from './settings-page.tsx'
import { say } from './strings.ts'

export function Screen() {
  const { data, error, refetch } = useProfile()
  const [isSaved, setSaved] = useState(false)
  return (
    <SettingsPage>
      <Panel title={say('me')} note={isSaved ? <span role="status">{say('saved')}</span> : undefined} isPadded>
        {error && (
          <ErrorState what={say('failed')} kept={error.message} action={<Button onClick={() => void refetch()}>{say('again')}</Button>} />
        )}
        {!data && !error && <RowsSkeleton />}
        {data && !data.person && <p>{say('noPerson')}</p>}
        {data?.person && <ReachForm person={data.person} channels={data.channels} submit={say('save')} onSaved={() => setSaved(true)} />}
      </Panel>
    </SettingsPage>
  )
}
