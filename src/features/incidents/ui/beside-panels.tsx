import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Facts, Panel } from '../../../web/kit/panel.tsx'
import { api } from '../../../web/server/api.ts'
import { currentZone, fullMoment, span, timeOfDay, useZone, zoneName } from '../../../web/times.ts'
import type { IncidentDetail } from '../contract/incident.ts'
import type { ChangesView } from '../contract/record.ts'
import type { AskField, AskForm } from './ask.ts'
import { type Room, useRoom } from './room.ts'
import { say } from './side-strings.ts'

/** Deploys and other changes of the day before, its own service's first, and the vendors it waits for. */
export function ChangesPanel() {
  const { id, at, declaredAt } = useRoom().incident
  const { data } = useQuery({
    queryKey: ['incident', { changes: id }],
    queryFn: ({ signal }) => api<ChangesView>(`/api/v1/incidents/${encodeURIComponent(id)}/changes`, { signal }),
  })
  if (!data) return null
  const start = Date.parse(at.started ?? declaredAt)
  return (
    <Panel title={say('changes')} note={data.items.length}>
      {data.items.length === 0 && <p className="panel-inside t3">{say('changesNone')}</p>}
      <ul className="room-list">
        {data.items.map(({ id: change, title, source, happenedAt, isOwnService, links }) => (
          <li key={change}>
            <span className={isOwnService ? 'medium' : ''}>{links[0] ? <a href={links[0].href}>{title}</a> : title}</span>
            <span className="t3 f12" title={fullMoment(Date.parse(happenedAt))}>
              {source} · {timeOfDay(Date.parse(happenedAt))} · {whenWord(Date.parse(happenedAt), start)}
            </span>
          </li>
        ))}
        {data.vendors.map(({ id: vendor, name, statusUrl, word }) => (
          <li key={vendor}>
            <span>{statusUrl ? <a href={statusUrl}>{name}</a> : name}</span>
            <span className="t3 f12">
              {say('vendors')} · {word ?? say('vendorUnknown')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const whenWord = (happened: number, start: number): string =>
  happened <= start ? say('changedBefore', { span: span(start - happened) }) : say('changedAfter')

const RELATIONS: Record<string, () => string> = {
  related: () => say('related'),
  'duplicate-of': () => say('duplicateOf'),
  'has-duplicate': () => say('hasDuplicate'),
  'split-from': () => say('splitFrom'),
  'split-into': () => say('splitInto'),
}

/** Where people meet about it, whom to call outside, and other incidents it belongs to. */
export function PlacesPanel() {
  const { incident } = useRoom()
  const facts = placesOf(incident)
  return facts.length === 0 ? null : (
    <Panel title={say('places')}>
      <Facts facts={facts} />
    </Panel>
  )
}

function placesOf({ room, bridge, ticket, relations, contacts }: IncidentDetail) {
  return [
    ...(room ? [{ word: say('room'), value: <span className="mono">{room}</span> }] : []),
    ...(bridge ? [{ word: say('bridge'), value: <Outside url={bridge} word={say('joinBridge')} /> }] : []),
    ...(ticket?.url ? [{ word: say('ticket'), value: <Outside url={ticket.url} word={say('openTicket')} /> }] : []),
    ...relations.map(({ kind, reference }) => ({
      word: RELATIONS[kind]?.() ?? kind,
      value: <Link to={`/incidents/${reference}`}>{reference}</Link>,
    })),
    ...contacts.map(({ name, phone, email, url }) => ({
      word: say('contact'),
      value: (
        <>
          {name} {phone && <a href={`tel:${phone}`}>{phone}</a>} {email && <a href={`mailto:${email}`}>{email}</a>}{' '}
          {url && <Outside url={url} word={url} />}
        </>
      ),
    })),
  ]
}

/** A bridge may be a number to dial or words; only an address is a link. */
const Outside = ({ url, word }: { url: string; word: string }) =>
  /^https?:\/\//.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer">
      {word}
    </a>
  ) : (
    <span>{url}</span>
  )

const TIMES = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const

/** When it really happened: corrected with a reason, warned where it cannot be. */
export function TimesPanel() {
  useZone()
  const room = useRoom()
  const { incident } = room
  const actions = incident.can.act && (
    <button type="button" className="quiet-link" onClick={() => room.ask(timesForm(room))}>
      {say('correct')}
    </button>
  )
  const known = TIMES.flatMap((name) => {
    const at = incident.at[name]
    return at ? [{ word: say(name), value: <span title={fullMoment(Date.parse(at))}>{timeOfDay(Date.parse(at))}</span> }] : []
  })
  const lasted = [
    { word: say('lasted'), value: span(incident.durations.incident) },
    { word: say('downtime'), value: span(incident.durations.downtime) },
    { word: say('noticedBy'), value: incident.source },
  ]
  return (
    <Panel title={say('times')} note={zoneName(Date.parse(incident.declaredAt))} actions={actions}>
      <Facts facts={[...known, ...lasted]} />
    </Panel>
  )
}

/** What may be known only afterwards. Anything else is first done, then corrected. */
const NOTICED_LATER: readonly string[] = ['started', 'detected']

function timesForm({ incident, act }: Room): AskForm {
  const fields = TIMES.filter((name) => incident.at[name] || NOTICED_LATER.includes(name)).map(
    (name): AskField => ({ name, label: say(name), kind: 'moment', initial: incident.at[name] }),
  )
  return {
    title: say('timesTitle'),
    submit: say('correct'),
    note: <p className="t2">{say('timesZone', { zone: currentZone() })}</p>,
    fields: [...fields, { name: 'reason', label: say('timesReason'), kind: 'text', isNeeded: true }],
    send: (values) => act('times', values),
  }
}
