import { IconCircleHalf2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { Elapsed } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import type { NowView } from '../contract.ts'
import { say } from './strings.ts'

type Incident = NowView['incidents'][number]

const COLUMNS = '76px minmax(0, 2.2fr) 108px 92px 68px minmax(120px, 1.2fr)'
const NARROW = 'auto minmax(0, 1fr) auto'

export function IncidentsPanel({ incidents }: { incidents: readonly Incident[] }) {
  const head = [say('headSeverity'), say('headIncident'), say('headStatus'), say('headCommander'), say('headOpenFor'), say('headClock')]
  return (
    <Panel
      title={say('openIncidents')}
      note={incidents.length}
      actions={
        <Link to="/incidents" className="quiet-link">
          {say('allIncidents')}
        </Link>
      }
    >
      {incidents.length === 0 ? (
        <p className="now-none">{say('noIncidents')}</p>
      ) : (
        <Rows columns={COLUMNS} narrowColumns={NARROW} head={head} isTall label={say('openIncidents')}>
          {incidents.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

function IncidentRow({ incident }: { incident: Incident }) {
  const { reference, title, severity, status, commander, service, declaredAt, nextClock } = incident
  return (
    <Row className="now-incident">
      <Severity rank={severity.rank} label={severity.id} isSolid={severity.rank === 1} />
      <Link to={`/incidents/${reference}`} className="one-line now-what">
        <span className="f14 medium one-line">{title}</span>
        <span className="row-second one-line">{service ? say('ofIncident', { reference, title: service.name }) : reference}</span>
      </Link>
      <StatusWord icon={IconCircleHalf2}>{status}</StatusWord>
      <span className="only-wide">
        {commander ? <Person name={commander.name} isYou={commander.isYou} /> : <span className="t3">{say('nobody')}</span>}
      </span>
      <span className="t2 now-age">
        <Elapsed since={declaredAt} />
      </span>
      <div className="now-next">
        {nextClock ? (
          <ClockLine clock={{ startedAt: nextClock.since, dueAt: nextClock.dueAt, warnAt: nextClock.warnAt }} name={nextClock.title} />
        ) : (
          <span className="t3">{say('noClock')}</span>
        )}
      </div>
    </Row>
  )
}
