import './people.css'
import { useParams } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { Facts, Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { Slot } from '../../../web/shell/slot.tsx'
import type { PersonAnswer } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { usePerson, useProfile } from './queries.ts'
import { say } from './strings.ts'

const ReachForm = lazily(() => import('./reach-form.tsx'), 'ReachForm')
const RulesPanel = lazily(() => import('./rules-panel.tsx'), 'RulesPanel')

/** How somebody else is reached, for those who keep the rota: what works, since when, and what is not proved. */
export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error } = usePerson(id)
  const crumbs = [
    { label: named('settings'), to: '/settings' },
    { label: say('people'), to: '/settings/people' },
  ]
  const isShown = data?.can.edit === true
  return (
    <Page title={data?.name ?? id} crumbs={crumbs} action={<span />}>
      {!data && !error && <RowsSkeleton rows={6} />}
      {(error || (data && !isShown)) && <EmptyState title={say('notThere')} what={say('notThereWhat')} />}
      {data && isShown && <Shown person={data} />}
    </Page>
  )
}

function Shown({ person }: { person: PersonAnswer }) {
  const { data } = useProfile()
  const [isSaved, setSaved] = useState(false)
  const { id, email, role, title, timezone, account } = person
  const facts = [
    { word: say('title'), value: title },
    { word: say('email'), value: email },
    { word: say('role'), value: role },
    { word: say('account'), value: say(`account_${account}`) },
    { word: say('zone'), value: timezone },
  ].flatMap(({ word, value }) => (value ? [{ word, value }] : []))
  return (
    <div className="profile">
      <div>
        <Slot name="person.roads" subject={id} />
        <Suspense fallback={<RowsSkeleton rows={6} />}>
          <RulesPanel id={id} />
        </Suspense>
        {data && (
          <Panel title={say('contacts')} note={<span role="status">{isSaved ? say('saved') : say('contactsTheirsNote')}</span>} isPadded>
            <Suspense fallback={<RowsSkeleton />}>
              <ReachForm person={person} channels={data.channels} isTheirs submit={say('save')} onSaved={() => setSaved(true)} />
            </Suspense>
          </Panel>
        )}
      </div>
      <aside aria-label={say('account')}>
        <Panel title={say('account')}>
          <Facts facts={facts} />
        </Panel>
        <Slot name="person.side" subject={id} />
      </aside>
    </div>
  )
}
