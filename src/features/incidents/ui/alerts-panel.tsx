import { Link } from '@tanstack/react-router'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

/** The alerts that belong here, each one click away. */
export function AlertsPanel() {
  const { alerts } = useRoom().incident
  if (alerts.length === 0) return null
  return (
    <Panel title={say('alerts')} note={alerts.length}>
      <Rows columns="minmax(0, 1fr) auto" label={say('alerts')}>
        {alerts.map(({ id, reference, title, status }) => (
          <Row key={id}>
            <Link to={`/alerts/${reference}`} className="one-line" title={title}>
              {title}
            </Link>
            <span className="t3 f12">{status}</span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
