import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { Panel } from '../../../web/kit/panel.tsx'
import { RoadIcon } from '../../../web/kit/road.tsx'
import { roadTitle } from '../../../web/kit/road-words.ts'
import { relative, timeToSecond, useZone } from '../../../web/times.ts'
import type { AlertDetail, Attempt } from '../contract.ts'
import { say } from './ledger-strings.ts'
import { hadAt, outcomeOf, sentAt, stageWord } from './ledger-words.ts'

/** Every attempt to reach somebody, and those that will follow if nobody acknowledges. */
export function Ledger({ alert }: { alert: AlertDetail }) {
  useZone()
  const { ledger, reference } = alert
  const href = `/api/v1/alerts/${encodeURIComponent(reference)}/ledger?format=`
  const exports = (
    <>
      <a className="quiet-link" href={`${href}csv`} download={`${reference}-ledger.csv`}>
        {say('csv')}
      </a>
      <a className="quiet-link" href={`${href}json`} download={`${reference}-ledger.json`}>
        {say('json')}
      </a>
    </>
  )
  return (
    <Panel title={say('title')} note={say('note')} actions={exports}>
      {ledger.length === 0 ? <p className="alert-because t2">{say('empty')}</p> : <LedgerTable lines={ledger} />}
    </Panel>
  )
}

const COLUMNS = ['colPerson', 'colRoad', 'colQueued', 'colSent', 'colSaid', 'colDelivered', 'colResult'] as const

function LedgerTable({ lines }: { lines: readonly Attempt[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it
    // biome-ignore lint/a11y/useSemanticElements: a section with a name would be a landmark inside of the panel's own
    <div className="ledger" role="group" tabIndex={0} aria-label={say('title')}>
      <table>
        <thead>
          <tr>
            {COLUMNS.map((word) => (
              <th key={word} scope="col">
                {say(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const AHEAD: readonly Attempt['result'][] = ['planned', 'if-unacknowledged']

const after = (at: string | null, since: string): string =>
  at ? say('plus', { span: ((Date.parse(at) - Date.parse(since)) / 1000).toFixed(1) }) : say('nothing')

/** Roads that have one carrier only are named once. */
const roadOf = ({ road, channel }: Attempt): string =>
  channel.startsWith('twilio') || channel === road ? roadTitle(road) : say('roadBy', { road: roadTitle(road), channel })

function Line({ line }: { line: Attempt }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { person, queuedAt, said, result, events } = line
  const { icon: Shape, word, tone = '' } = outcomeOf(line)
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <>
      <tr className={AHEAD.includes(result) ? 't3' : undefined}>
        <td className="medium">{person.name}</td>
        <td>
          <RoadIcon road={line.road} size={14} /> {roadOf(line)}
        </td>
        <td>{timeToSecond(Date.parse(queuedAt))}</td>
        <td>{after(sentAt(line), queuedAt)}</td>
        <td>{said ?? say('nothing')}</td>
        <td>{after(hadAt(line), queuedAt)}</td>
        <td className={`medium ${tone}`}>
          <span className="ledger-result">
            <Shape size={14} aria-hidden /> {word}
            {result === 'planned' && ` ${relative(Date.parse(queuedAt), nowMs())}`}
            {events.length > 0 && (
              <ActionIcon
                className="push"
                size={24}
                variant="subtle"
                aria-expanded={isOpen}
                aria-controls={id}
                aria-label={say('steps', { person: person.name, road: roadOf(line) })}
                onClick={() => setOpen(!isOpen)}
              >
                <Chevron size={14} aria-hidden />
              </ActionIcon>
            )}
          </span>
        </td>
      </tr>
      {isOpen && <Steps id={id} line={line} />}
    </>
  )
}

/** Everything that is known of one page, from its queueing to whoever answered, and why it went there. */
function Steps({ id, line }: { id: string; line: Attempt }) {
  const { events, because, reason, queuedAt, to } = line
  return (
    <tr id={id} className="ledger-steps">
      <td colSpan={COLUMNS.length}>
        <ol>
          {events.map(({ stage, at, said, by }, i) => (
            <li key={`${stage} ${at}`}>
              <span className="t3">{i === 0 ? timeToSecond(Date.parse(at)) : after(at, queuedAt)}</span>
              <span className="medium">{stageWord(stage)}</span>
              <span className="t2">{[said, by && say('stepBy', { who: by.replace(/^user:/, '') })].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ol>
        {to && <p className="t3">{say('wentTo', { to })}</p>}
        {reason && <p className="t2">{say('reason', { reason })}</p>}
        {because.length > 0 && <p className="t3">{say('because', { chain: because.join(' → ') })}</p>}
      </td>
    </tr>
  )
}
