import './on-call.css'
import { ActionIcon, Button, CopyButton, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleX, IconTrash } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { CalendarLink, CalendarList, CalendarStatus } from '../contract/calendar.ts'
import { CalendarForm } from './calendar-form.tsx'
import { importedQuery } from './imported-query.ts'
import { OnCallPage } from './on-call-page.tsx'
import { onCallQuery, schedulePath, wordsOfError } from './queries.ts'
import { say } from './strings.ts'

/** Shifts in one's own calendar, and calendars of others that schedules are read from. */
export function Screen() {
  const { data } = useQuery(onCallQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const schedules = data?.items ?? []
  const schedule = schedules.find((each) => each.schedule === chosen) ?? schedules[0]
  return (
    <OnCallPage>
      <div className="stack">
        <LinkPanel title={say('myCalendar')} what={say('myCalendarWhat')} path="/api/v1/me/calendar" />
        {schedule && (
          <LinkPanel
            key={schedule.schedule}
            title={say('scheduleCalendar')}
            what={say('scheduleCalendarWhat')}
            path={`${schedulePath(schedule.schedule)}/calendar`}
          >
            <Choice
              label={say('schedule')}
              value={schedule.schedule}
              onChange={setChosen}
              data={schedules.map(({ schedule: id, name }) => ({ value: id, label: name }))}
            />
          </LinkPanel>
        )}
        <Imported />
      </div>
    </OnCallPage>
  )
}

const linkQuery = (path: string) =>
  queryOptions({ queryKey: ['calendar-link', path], retry: false, queryFn: ({ signal }) => api<CalendarLink>(path, { signal }) })

type LinkProps = { title: string; what: string; path: string; children?: React.ReactNode }

/** A secret address is shown once, when it is made: whoever lost it makes another, which ends the old one. */
function LinkPanel({ title, what, path, children }: LinkProps) {
  const client = useQueryClient()
  const { data, error } = useQuery(linkQuery(path))
  const { mutate, isPending } = useMutation({
    mutationFn: (method: 'POST' | 'DELETE') => api<CalendarLink>(path, { method }),
    onSuccess: (link) => client.setQueryData(linkQuery(path).queryKey, link),
    onError: (failure) => sayFailed({ said: say('refused', { reason: wordsOfError(failure) }) }),
  })
  return (
    <Panel title={title} note={what} isPadded>
      <div className="stack">
        {children}
        {error && <p className="t2">{wordsOfError(error)}</p>}
        {data?.url && <SecretAddress url={data.url} />}
        {data && <LinkState link={data} />}
        {data && (
          <div className="line line-wrap">
            <Button loading={isPending} onClick={() => mutate('POST')}>
              {data.exists ? say('rotateLink') : say('makeLink')}
            </Button>
            {data.can.remove && (
              <Button variant="subtle" onClick={() => mutate('DELETE')}>
                {say('removeLink')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  )
}

function SecretAddress({ url }: { url: string }) {
  return (
    <div className="line line-wrap secret-address">
      <TextInput className="grow" label={say('secretAddress')} description={say('secretAddressWhat')} readOnly value={url} />
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button variant="filled" onClick={copy}>
            {copied ? say('copied') : say('copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

function LinkState({ link }: { link: CalendarLink }) {
  const { exists, createdAt, readAt, advice } = link
  return (
    <p className="t2">
      {exists && createdAt ? say.rich('linkMade', { when: <RelativeTime key="made" at={createdAt} /> }) : say('noLink')}{' '}
      {exists && (readAt ? say.rich('linkRead', { when: <RelativeTime key="read" at={readAt} /> }) : say('linkUnread'))} {advice}
    </p>
  )
}

function Imported() {
  const { data } = useQuery(importedQuery)
  const [isAdding, setAdding] = useState(false)
  if (!data) return null
  const add = data.can.add && !isAdding && (
    <Button size="xs" onClick={() => setAdding(true)}>
      {say('addCalendar')}
    </Button>
  )
  return (
    <Panel title={say('imported')} note={say('importedWhat')} actions={add || undefined}>
      {isAdding && <CalendarForm onDone={() => setAdding(false)} />}
      {data.items.length === 0 && <p className="on-call-none">{say('noImported')}</p>}
      <Rows columns="minmax(0, 1fr) minmax(0, 2fr) auto" narrowColumns="minmax(0, 1fr)" isTall label={say('imported')}>
        {data.items.map((calendar) => (
          <ImportedRow key={calendar.id} calendar={calendar} mayRead={data.can.read} />
        ))}
      </Rows>
    </Panel>
  )
}

function ImportedRow({ calendar, mayRead }: { calendar: CalendarStatus; mayRead: boolean }) {
  const client = useQueryClient()
  const { id, name, fills, owner, readAt, events, trouble, troubleSince } = calendar
  const path = `/api/v1/calendars/${encodeURIComponent(id)}`
  const { mutate, isPending } = useMutation({
    mutationFn: (act: 'read' | 'remove') =>
      act === 'read' ? api<CalendarList>(`${path}/read`, { method: 'POST', body: {} }) : api<CalendarList>(path, { method: 'DELETE' }),
    onSuccess: (list, act) => {
      client.setQueryData(importedQuery.queryKey, list)
      if (act === 'remove') notifications.show({ message: say('removedCalendar', { name }) })
    },
    onError: (failure) => sayFailed({ said: say('refused', { reason: wordsOfError(failure) }) }),
  })
  return (
    <Row className="cover-row">
      <span>
        <span className="medium">{name}</span>
        <span className="row-second">{[say('fillsWhat', { fills }), owner].filter(Boolean).join(' · ')}</span>
      </span>
      <span>
        {readAt ? say.rich('lastGood', { when: <RelativeTime key="read" at={readAt} />, events }) : say('neverRead')}
        {trouble && (
          <span className="missed line">
            <IconCircleX size={16} aria-hidden /> {trouble}
            {troubleSince && <RelativeTime at={troubleSince} />}
          </span>
        )}
        {trouble && <span className="row-second">{say('lastGoodStays')}</span>}
      </span>
      {mayRead && (
        <span className="line">
          <Button size="xs" loading={isPending} onClick={() => mutate('read')} aria-label={say('readNowOf', { name })}>
            {say('readNow')}
          </Button>
          <ActionIcon variant="subtle" aria-label={say('removeCalendar', { name })} onClick={() => mutate('remove')}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </span>
      )}
    </Row>
  )
}
