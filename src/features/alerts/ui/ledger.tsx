import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconDeviceMobile,
  IconHash,
  IconMail,
  IconMessage,
  IconPhone,
  IconSend,
  IconWebhook,
  IconX,
} from '@tabler/icons-react'
import { nowMs } from '../../../web/clock.ts'
import { Panel } from '../../../web/kit/panel.tsx'
import type { Icon } from '../../../web/manifest.ts'
import { relative, timeToSecond, useZone } from '../../../web/times.ts'
import type { Attempt } from '../contract.ts'
import { say } from './strings.ts'

const ROADS: Record<string, Icon> = {
  push: IconDeviceMobile,
  chat: IconHash,
  sms: IconMessage,
  phone: IconPhone,
  email: IconMail,
  webhook: IconWebhook,
}

const RESULTS: Record<Attempt['result'], { icon: Icon; word: () => string }> = {
  delivered: { icon: IconCheck, word: () => say('delivered') },
  failed: { icon: IconX, word: () => say('failedResult') },
  retrying: { icon: IconAlertTriangle, word: () => say('retrying') },
  sending: { icon: IconSend, word: () => say('sending') },
  planned: { icon: IconClock, word: () => say('planned') },
  'if-unacknowledged': { icon: IconClock, word: () => say('if-unacknowledged') },
  withdrawn: { icon: IconArrowBackUp, word: () => say('withdrawn') },
}

/** Every attempt to reach somebody, and those that will follow if nobody acknowledges. */
export function Ledger({ lines }: { lines: readonly Attempt[] }) {
  useZone()
  return (
    <Panel title={say('ledger')} note={say('ledgerNote')}>
      {lines.length === 0 ? <p className="alert-because t2">{say('ledgerEmpty')}</p> : <LedgerTable lines={lines} />}
    </Panel>
  )
}

function LedgerTable({ lines }: { lines: readonly Attempt[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it
    // biome-ignore lint/a11y/useSemanticElements: a section with a name would be a landmark inside of the panel's own
    <div className="ledger" role="group" tabIndex={0} aria-label={say('ledger')}>
      <table>
        <thead>
          <tr>
            {(['colPerson', 'colRoad', 'colQueued', 'colSaid', 'colDelivered', 'colResult'] as const).map((word) => (
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

function Line({ line }: { line: Attempt }) {
  const { person, road, queuedAt, answeredAt, said, deliveredAt, result } = line
  const Road = ROADS[road] ?? IconSend
  const { icon: Shape, word } = RESULTS[result]
  const isAhead = AHEAD.includes(result)
  const took = (at: string | null): string =>
    at ? say('plus', { span: ((Date.parse(at) - Date.parse(queuedAt)) / 1000).toFixed(1) }) : '·'
  return (
    <tr className={isAhead ? 't3' : undefined}>
      <td className="medium">{person.name}</td>
      <td>
        <Road size={14} aria-hidden /> {road}
      </td>
      <td>{timeToSecond(Date.parse(queuedAt))}</td>
      <td>{said ?? (answeredAt ? say('none') : '·')}</td>
      <td>{took(deliveredAt)}</td>
      <td className={result === 'failed' ? 'medium missed' : 'medium'}>
        <Shape size={14} aria-hidden /> {word()}
        {result === 'planned' && ` ${relative(Date.parse(queuedAt), nowMs())}`}
      </td>
    </tr>
  )
}
