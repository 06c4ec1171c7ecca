import { Button } from '@mantine/core'
import { IconCheck, IconClockHour4 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { roadWord } from '../../../web/kit/road-words.ts'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { timeOfDay } from '../../../web/times.ts'
import type { Page } from '../contract.ts'
import { ContactCard } from './contact-card.tsx'
import { namesOf } from './frame.tsx'
import { useActOnPage } from './queries.ts'
import { say } from './strings.ts'

const EscalateForm = lazily(() => import('./escalate-form.tsx'), 'EscalateForm')

/** One ladder that runs, or everybody called out. */
export function RunningPage({ page }: { page: Page }) {
  const { title, severity, reason, status, startedAt } = page
  return (
    <Panel title={title} note={<RelativeTime at={startedAt} />} actions={<Acts page={page} />}>
      <div className="running-head">
        <Severity rank={severity.rank} label={severity.id} word={severity.name} />
        {reason && <span className="t2">{say('because', { reason })}</span>}
        {status === 'exhausted' && <b className="missed">{say('exhausted')}</b>}
        {page.next && (
          <span className="t2">{say('nextAt', { who: namesOf(page.next.people), time: timeOfDay(Date.parse(page.next.at)) })}</span>
        )}
        <About page={page} />
      </div>
      <People page={page} />
      {page.contacts.map((contact) => (
        <ContactCard key={`${contact.id} ${contact.askedAt}`} contact={contact} page={page.id} mayAct={page.can.escalate} />
      ))}
    </Panel>
  )
}

const PLACES = { alert: { to: '/alerts', word: 'openAlert' }, incident: { to: '/incidents', word: 'openIncident' } } as const

function About({ page: { about } }: { page: Page }) {
  const place = PLACES[about.kind as keyof typeof PLACES]
  if (!place) return null
  return (
    <Link to={`${place.to}/${about.id}`} className="link">
      {say(place.word)}
    </Link>
  )
}

/** Where each answers for themselves, the board; else who was asked by which roads. */
function People({ page }: { page: Page }) {
  if (page.board.length === 0) return <Asked page={page} />
  const answered = page.board.filter(({ answeredAt }) => answeredAt !== null).length
  return (
    <>
      <p className="running-head f12 t3">
        {say('board')} · {say('boardNote', { answered, asked: page.board.length })}
      </p>
      <Rows columns="minmax(0, 1fr) auto" label={say('board')}>
        {page.board.map(({ person, answeredAt }) => (
          <Row key={person.id}>
            <Person name={person.name} isYou={person.isYou} />
            {answeredAt ? (
              <StatusWord icon={IconCheck}>{say('answered', { time: timeOfDay(Date.parse(answeredAt)) })}</StatusWord>
            ) : (
              <StatusWord icon={IconClockHour4} tone="soon">
                {say('silent')}
              </StatusWord>
            )}
          </Row>
        ))}
      </Rows>
    </>
  )
}

function Asked({ page: { people } }: { page: Page }) {
  if (people.length === 0) return null
  return (
    <Rows columns="minmax(0, 1fr) minmax(0, 2fr) auto" narrowColumns="minmax(0, 1fr) auto" label={say('running')}>
      {people.map(({ person, at, roads }) => (
        <Row key={`${person.id} ${at}`}>
          <Person name={person.name} isYou={person.isYou} />
          <span className="t2 only-wide">{roads.map(({ road, status }) => `${roadWord(road)} ${status}`).join(', ')}</span>
          <span className="f12 t3">{timeOfDay(Date.parse(at))}</span>
        </Row>
      ))}
    </Rows>
  )
}

function Acts({ page }: { page: Page }) {
  const [isEscalating, setEscalating] = useState(false)
  const { mutate, isPending } = useActOnPage(page.id)
  return (
    <>
      {page.can.acknowledge && (
        <Button size="xs" variant="filled" loading={isPending} onClick={() => mutate({ act: 'acknowledge' })}>
          {say('acknowledge')}
        </Button>
      )}
      {page.can.escalate && (
        <Button size="xs" onClick={() => setEscalating(true)}>
          {say('escalate')}
        </Button>
      )}
      <Suspense fallback={null}>{isEscalating && <EscalateForm page={page} onClose={() => setEscalating(false)} />}</Suspense>
    </>
  )
}
