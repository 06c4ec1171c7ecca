import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { InvitedAnswer, PersonAnswer } from '../contract.ts'
import './people.css'
import { usePeople, usePost } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'
import { say } from './strings.ts'

const PersonDialog = lazily(() => import('./person-dialog.tsx'), 'PersonDialog')
const ShownOnce = lazily(() => import('./shown-once.tsx'), 'ShownOnce')

export function Screen() {
  const { data, error, refetch } = usePeople()
  const [edited, setEdited] = useState<PersonAnswer | 'new'>()
  const [invited, setInvited] = useState<InvitedAnswer>()
  const add = data?.can.add ? (
    <Button variant="filled" onClick={() => setEdited('new')}>
      {say('add')}
    </Button>
  ) : (
    <span />
  )
  return (
    <SettingsPage action={add}>
      <Panel title={say('people')}>
        {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
        {!data && !error && <RowsSkeleton />}
        {data?.items.length === 0 && <EmptyState title={say('emptyPeople')} what={say('emptyPeopleWhat')} cli={say('cliPeople')} />}
        {data && data.items.length > 0 && (
          <Rows
            columns="minmax(0, 2fr) 96px 96px minmax(0, 1fr) 264px"
            narrowColumns="minmax(0, 1fr) auto"
            isTall
            head={[say('colName'), say('colRole'), say('colAccount'), say('colReach'), '']}
            label={say('people')}
          >
            {data.items.map((person) => (
              <PersonLine key={person.id} person={person} onEdit={() => setEdited(person)} onInvited={setInvited} />
            ))}
          </Rows>
        )}
      </Panel>
      <Suspense fallback={null}>
        {edited && <PersonDialog person={edited} onClose={() => setEdited(undefined)} onInvited={setInvited} />}
        {invited && (
          <ShownOnce
            title={say('linkFor', { name: invited.person.name })}
            lead={say('linkLead')}
            secret={invited.url}
            onClose={() => setInvited(undefined)}
          />
        )}
      </Suspense>
    </SettingsPage>
  )
}

type LineProps = { person: PersonAnswer; onEdit: () => void; onInvited: (invited: InvitedAnswer) => void }

function PersonLine({ person, onEdit, onInvited }: LineProps) {
  const { id, name, title, email, role, account, roads, can } = person
  const invite = usePost<InvitedAnswer>(`/api/v1/people/${id}/invitation`)
  const toggle = usePost<PersonAnswer>(`/api/v1/people/${id}/${account === 'disabled' ? 'enable' : 'disable'}`)
  const failed = { onError: (error: Error) => sayFailed({ said: error.message }) }
  return (
    <Row>
      {can.edit ? (
        <Link to={`/settings/people/${id}`} title={say('openPerson', { name })}>
          <Person name={name} detail={[title, email].filter(Boolean).join(' · ')} />
        </Link>
      ) : (
        <Person name={name} detail={[title, email].filter(Boolean).join(' · ')} />
      )}
      <span>{role}</span>
      <span className={account === 'disabled' ? 't3' : undefined}>{say(`account_${account}`)}</span>
      <span className="line line-wrap">
        {roads.length === 0 ? <span className="soon">{say('unreachable')}</span> : roads.map((road) => <Chip key={road}>{road}</Chip>)}
      </span>
      <span className="line line-wrap">
        {can.invite && (
          <Button
            size="xs"
            loading={invite.isPending}
            aria-label={`${say('invite')}: ${name}`}
            onClick={() => invite.mutate({}, { onSuccess: onInvited, ...failed })}
          >
            {say('invite')}
          </Button>
        )}
        {can.disable && (
          <Button
            size="xs"
            loading={toggle.isPending}
            aria-label={`${say(account === 'disabled' ? 'enable' : 'disable')}: ${name}`}
            onClick={() => toggle.mutate({}, failed)}
          >
            {say(account === 'disabled' ? 'enable' : 'disable')}
          </Button>
        )}
        {can.edit && (
          <Button size="xs" aria-label={`${say('edit')}: ${name}`} onClick={onEdit}>
            {say('edit')}
          </Button>
        )}
      </span>
    </Row>
  )
}
