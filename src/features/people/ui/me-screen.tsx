import './people.css'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Slot } from '../../../web/shell/slot.tsx'
import type { ProfileAnswer } from '../contract.ts'
import { DevicePanel } from './device-panel.tsx'
import { useProfile } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'
import { say } from './strings.ts'

const ReachForm = lazily(() => import('./reach-form.tsx'), 'ReachForm')
const RulesPanel = lazily(() => import('./rules-panel.tsx'), 'RulesPanel')

/** One's own profile: every road with its proof, when which is taken, the devices, time off. */
export function Screen() {
  const { data, error, refetch } = useProfile()
  return (
    <SettingsPage>
      {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={6} />}
      {data && !data.person && (
        <Panel title={say('me')} isPadded>
          <p>{say('noPerson')}</p>
        </Panel>
      )}
      {data?.person && <Profile profile={data} person={data.person} />}
    </SettingsPage>
  )
}

function Profile({ profile, person }: { profile: ProfileAnswer; person: NonNullable<ProfileAnswer['person']> }) {
  const [isSaved, setSaved] = useState(false)
  return (
    <div className="profile">
      <div>
        <Slot name="person.roads" />
        <Suspense fallback={<RowsSkeleton rows={6} />}>
          <RulesPanel />
        </Suspense>
        <Panel title={say('contacts')} note={<span role="status">{isSaved ? say('saved') : say('contactsNote')}</span>} isPadded>
          <Suspense fallback={<RowsSkeleton />}>
            <ReachForm person={person} channels={profile.channels} submit={say('save')} onSaved={() => setSaved(true)} />
          </Suspense>
        </Panel>
      </div>
      <aside aria-label={say('me')}>
        <DevicePanel />
        <TimeOffPanel onCall={profile.onCall} />
        <Slot name="person.side" />
      </aside>
    </div>
  )
}

function TimeOffPanel({ onCall }: Pick<ProfileAnswer, 'onCall'>) {
  const schedules = onCall.map(({ name }) => name).join(', ')
  return (
    <Panel title={say('timeOff')} isPadded>
      <p>{schedules ? say('onCallNow', { schedules }) : say('onCallNot')}</p>
      <p className="t3 f12">{say('timeOffWhat')}</p>
      <Link to="/on-call/cover" className="link">
        {say('timeOffLink')}
      </Link>
    </Panel>
  )
}
