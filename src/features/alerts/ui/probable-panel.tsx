import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { span } from '../../../web/times.ts'
import type { AlertDetail } from '../contract.ts'
import { useJoin } from './queries.ts'
import { say } from './strings.ts'

type Probable = NonNullable<AlertDetail['probable']>

/** The open incident near it, with the reason in words: one click adds the alert, another puts the thought away. */
export function ProbablePanel({ alert }: { alert: AlertDetail }) {
  const { probable } = alert
  const [refused, setRefused] = useState<string | null>(null)
  const join = useJoin(alert.id)
  if (!probable || probable.id === refused) return null
  const { reference, title, severity, canAdd } = probable
  return (
    <Panel title={say('probably')}>
      <div className="panel-inside stack">
        <div className="line">
          <Severity rank={severity.rank} label={severity.id} isSolid={severity.rank === 1} />
          <Link to={`/incidents/${reference}`} className="one-line medium" title={title}>
            {title}
          </Link>
        </div>
        <p className="t2">{reasonOf(probable)}</p>
        <div className="line line-wrap">
          {canAdd && (
            <Button leftSection={<IconLink size={16} aria-hidden />} loading={join.isPending} onClick={() => join.mutate(reference)}>
              {say('addTo', { reference })}
            </Button>
          )}
          <Button variant="subtle" onClick={() => setRefused(probable.id)}>
            {say('notRelated')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

function reasonOf({ because, afterMs, services: { ofAlert, ofIncident } }: Probable): string {
  const when = afterMs >= 0 ? say('afterBegan', { span: span(afterMs) }) : say('beforeBegan', { span: span(-afterMs) })
  const why = {
    group: say('becauseGroup'),
    service: say('becauseService', { service: ofAlert }),
    'waits-for': say('becauseWaitsFor', { one: ofAlert, other: ofIncident }),
    'needed-by': say('becauseWaitsFor', { one: ofIncident, other: ofAlert }),
  }[because]
  return `${why} ${when}`
}
