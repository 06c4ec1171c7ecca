import { IconChevronRight, IconClock, IconLock, IconPhone } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useClock } from '../../../web/clock.ts'
import { Severity } from '../../../web/kit/severity.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import { fullMoment, span, timeOfDay, useZone, zoneName } from '../../../web/times.ts'
import { RoleChips } from './role-chips.tsx'
import { useRoom } from './room.ts'
import { RoomActions } from './room-actions.tsx'
import { say } from './strings.ts'
import { statusWord } from './words.ts'

export function RoomHeader() {
  const { severity, title, resolvedAt, reference, isPrivate, bridge } = useRoom().incident
  const word = severity.name === severity.id ? undefined : severity.name
  return (
    <header className="room-head">
      <div className="room-title">
        <Severity rank={severity.rank} label={severity.id} word={word} isSolid={!resolvedAt} isLarge />
        <h2 title={title}>{title}</h2>
      </div>
      <RoomActions />
      <div className="room-under">
        <div className="room-meta">
          <span className="mono only-wide">{reference}</span>
          <StatusSteps />
          <Lasting />
          {isPrivate && <Chip icon={IconLock}>{say('private')}</Chip>}
          {bridge && <Bridge bridge={bridge} />}
        </div>
        <RoleChips />
      </div>
    </header>
  )
}

/** Where it stands among the policy's statuses; on a phone the present one alone. */
function StatusSteps() {
  const { statuses, status } = useRoom().incident
  const all = status === 'closed' ? [...statuses, 'closed'] : statuses
  return (
    <ol className="room-steps" aria-label={say('steps')}>
      {all.map((each, i) => (
        <Fragment key={each}>
          <li className={each === status ? 'room-step-now' : 'only-wide'} aria-current={each === status ? 'step' : undefined}>
            {i > 0 && <IconChevronRight size={12} aria-hidden className="only-wide" />}
            <span className={i < all.indexOf(status) ? 'room-step-done' : ''}>{statusWord(each)}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  )
}

function Lasting() {
  useZone()
  const { declaredAt, resolvedAt } = useRoom().incident
  const start = Date.parse(declaredAt)
  const lasted = useClock((now) => span((resolvedAt ? Date.parse(resolvedAt) : now) - start))
  return (
    <span className="line room-lasting" title={fullMoment(start)}>
      <IconClock size={14} aria-hidden />
      <b>{lasted}</b>
      <span className="t3">{say('since', { time: `${timeOfDay(start)} ${zoneName(start)}` })}</span>
    </span>
  )
}

/** Where people speak: a number to dial or words where it is no address. */
const Bridge = ({ bridge }: { bridge: string }) => (
  <span className="line">
    <IconPhone size={14} aria-hidden />
    {/^https?:\/\//.test(bridge) ? (
      <a href={bridge} target="_blank" rel="noreferrer">
        {say('joinBridge')}
      </a>
    ) : (
      <span className="room-bridge">{bridge}</span>
    )}
  </span>
)
