import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { say } from './strings.ts'
import { acceptedIn } from './yaml-entries.ts'

/** What the organisation lives with, by its own choice. */
export function Accepted({ text }: { text: string }) {
  const accepted = acceptedIn(text)
  if (accepted.length === 0) return <EmptyState title={say('acceptedEmpty')} what={say('acceptedEmptyWhat')} />
  return (
    <div className="stack">
      <p className="t2">{say('acceptedWhat')}</p>
      <Panel title={say('accepted')} note={accepted.length}>
        <Rows
          columns="minmax(0, 1fr) minmax(0, 1fr) minmax(0, 2fr) 108px"
          narrowColumns="minmax(0, 1fr) auto"
          head={[say('colRule'), say('colAt'), say('colReason'), say('colUntil')]}
          label={say('accepted')}
        >
          {accepted.map(({ rule, at, reason, until, line }) => (
            <Row key={`${rule} ${at}`}>
              <Link to="/policy" search={{ line }} className="mono">
                {rule}
              </Link>
              <span className="mono t2">{at}</span>
              <span>{reason}</span>
              <span className="t2 nowrap">{until}</span>
            </Row>
          ))}
        </Rows>
      </Panel>
    </div>
  )
}
