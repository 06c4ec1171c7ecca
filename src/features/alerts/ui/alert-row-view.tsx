import { Checkbox } from '@mantine/core'
import { IconBell, IconBellOff, IconCheck, IconCircleCheck, IconClock, IconRoute } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { nowMs } from '../../../web/clock.ts'
import { Row } from '../../../web/kit/panel.tsx'
import { Elapsed } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { span } from '../../../web/times.ts'
import type { AlertRow } from '../contract.ts'
import { say } from './strings.ts'

type Props = { alert: AlertRow; isCurrent: boolean; isSelected: boolean; onSelect: () => void }

export const COLUMNS = '20px 76px minmax(0, 2.4fr) minmax(0, 1.3fr) minmax(0, 0.9fr) 72px minmax(0, 1.2fr)'
export const NARROW = '20px 76px minmax(0, 1fr) auto'

/** One dense row: how bad, what, whose, since when, and who has it. */
export function AlertRowView({ alert, isCurrent, isSelected, onSelect }: Props) {
  const { reference, severity, title, occurrences, service, source, openedAt, resolved, status, quiet } = alert
  return (
    <Row isCurrent={isCurrent} className="alert-row">
      <Checkbox size="xs" checked={isSelected} onChange={onSelect} aria-label={say('select', { reference })} />
      <Severity rank={severity.rank} label={severity.id} isSolid={status === 'triggered' && !quiet} />
      <Link to={`/alerts/${reference}`} className="one-line medium alert-title" title={title}>
        {title}
        {occurrences > 1 && <span className="t3"> {say('times', { count: occurrences })}</span>}
      </Link>
      <span className="one-line t2 alert-service">{service?.name ?? say('none')}</span>
      <span className="one-line t3 only-wide">{source}</span>
      <span className="t2 alert-age">
        <Elapsed since={openedAt} until={resolved?.at} />
      </span>
      <AlertState alert={alert} />
    </Row>
  )
}

export function AlertState({ alert }: { alert: AlertRow }) {
  const { status, paging, acknowledged, snoozedUntil, quiet } = alert
  if (status === 'resolved') return <StatusWord icon={IconCircleCheck}>{say('over')}</StatusWord>
  if (status === 'snoozed')
    return <StatusWord icon={IconClock}>{say('until', { span: snoozedUntil ? span(Date.parse(snoozedUntil) - nowMs()) : '' })}</StatusWord>
  if (status === 'acknowledged') return <StatusWord icon={IconCheck}>{say('has', { who: acknowledged?.by.name ?? '' })}</StatusWord>
  if (quiet) return <StatusWord icon={IconBellOff}>{say('quiet')}</StatusWord>
  if (paging.length === 0) return <StatusWord icon={IconRoute}>{say('waiting')}</StatusWord>
  return <StatusWord icon={IconBell}>{say('paging', { who: paging.map((each) => each.name).join(', ') })}</StatusWord>
}
