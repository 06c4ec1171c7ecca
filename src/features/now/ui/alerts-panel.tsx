import { IconBell, IconBellOff, IconCheck, IconClock, IconRoute } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { nowMs } from '../../../web/clock.ts'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Elapsed } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { span } from '../../../web/times.ts'
import type { NowView } from '../contract.ts'
import { say } from './strings.ts'

type Alert = NowView['alerts'][number]

const COLUMNS = '76px minmax(0, 2fr) minmax(0, 1.2fr) minmax(0, 0.8fr) 64px minmax(0, 1.1fr)'
const NARROW = '76px minmax(0, 1fr) auto'

export function AlertsPanel({ alerts, count }: { alerts: readonly Alert[]; count: number }) {
  const head = [say('headSeverity'), say('headAlert'), say('headService'), say('headSource'), say('headAge'), say('headState')]
  return (
    <Panel
      title={say('openAlerts')}
      note={count}
      actions={
        <Link to="/alerts" className="quiet-link">
          {say('allAlerts')}
        </Link>
      }
    >
      {alerts.length === 0 ? (
        <p className="now-none">{say('noAlerts')}</p>
      ) : (
        <Rows columns={COLUMNS} narrowColumns={NARROW} head={head} label={say('openAlerts')}>
          {alerts.map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

function AlertLine({ alert }: { alert: Alert }) {
  const { reference, title, severity, occurrences, service, source, openedAt, status, quiet } = alert
  return (
    <Row className="now-alert">
      <Severity rank={severity.rank} label={severity.id} isSolid={status === 'triggered' && !quiet} />
      <Link to={`/alerts/${reference}`} className="one-line medium" title={title}>
        {title}
        {occurrences > 1 && <span className="t3"> {say('times', { count: occurrences })}</span>}
      </Link>
      <span className="one-line t2 only-wide">{service?.name ?? ''}</span>
      <span className="one-line t3 only-wide">{source}</span>
      <span className="t2 nowrap">
        <Elapsed since={openedAt} />
      </span>
      <State alert={alert} />
    </Row>
  )
}

function State({ alert: { status, paging, acknowledged, snoozedUntil, quiet } }: { alert: Alert }) {
  if (status === 'snoozed')
    return (
      <StatusWord icon={IconClock}>{say('snoozed', { span: snoozedUntil ? span(Date.parse(snoozedUntil) - nowMs()) : '' })}</StatusWord>
    )
  if (status === 'acknowledged') return <StatusWord icon={IconCheck}>{acknowledged?.by.name}</StatusWord>
  if (quiet) return <StatusWord icon={IconBellOff}>{say('quiet')}</StatusWord>
  if (paging.length === 0) return <StatusWord icon={IconRoute}>{say('waiting')}</StatusWord>
  return <StatusWord icon={IconBell}>{say('paging', { who: paging.map((each) => each.name).join(', ') })}</StatusWord>
}
