import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { span } from '../../../web/times.ts'
import type { AlertDetail, SimilarAlert, SimilarAnswer } from '../contract.ts'
import { AlertFrame, Failed } from './alert-frame.tsx'
import { similarQuery } from './queries.ts'
import { say } from './strings.ts'

const COLUMNS = '76px minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) 84px minmax(0, 1.3fr)'
const NARROW = '76px minmax(0, 1fr) auto'

/** The last times: how they ended, who took them and how fast. */
export const Screen = () => <AlertFrame>{(alert) => <Similar alert={alert} />}</AlertFrame>

function Similar({ alert }: { alert: AlertDetail }) {
  const { data, isError, isPending, refetch } = useQuery(similarQuery(alert.id))
  if (isPending) return <RowsSkeleton rows={4} />
  if (isError) return <Failed what={say('failedSimilar')} onAgain={() => void refetch()} />
  if (data.items.length === 0) return <EmptyState title={say('noSimilar')} what={say('noSimilarWhat', { days: data.days })} />
  const head = [say('headSeverity'), say('headAlert'), say('headOpened'), say('headTaken'), say('headLasted'), say('headEnded')]
  return (
    <Panel title={say('similarTitle', { days: data.days })} note={data.items.length} actions={<All alert={alert} />}>
      <p className="alert-because">{inWords(data)}</p>
      <Rows columns={COLUMNS} narrowColumns={NARROW} head={head} isTall label={say('similar')}>
        {data.items.map((each) => (
          <Line key={each.id} alert={each} />
        ))}
      </Rows>
    </Panel>
  )
}

function All({ alert: { service } }: { alert: AlertDetail }) {
  if (!service) return null
  return (
    <Link className="quiet-link" to="/alerts" search={{ service: service.id, status: 'all' } as never}>
      {say('allOfService', { service: service.name })}
    </Link>
  )
}

/** The sentence a person at night needs: does it go away by itself, and how fast did others take it? */
function inWords({ items, medianAckMs, medianLastedMs }: SimilarAnswer): string {
  const byThemselves = items.filter(({ ended }) => ended === 'by-itself').length
  return [
    say('endedThemselves', { count: byThemselves, all: items.length }),
    ...(medianAckMs === null ? [] : [say('takenAfter', { span: span(medianAckMs) })]),
    ...(medianLastedMs === null ? [] : [say('lastedFor', { span: span(medianLastedMs) })]),
  ].join(' ')
}

function Line({ alert }: { alert: SimilarAlert }) {
  const { reference, title, severity, openedAt, acknowledged, ackMs, lastedMs, ended, because, resolved, incident } = alert
  return (
    <Row className="similar-row">
      <Severity rank={severity.rank} label={severity.id} />
      <div className="similar-what">
        <Link to={`/alerts/${reference}`} className="one-line medium alert-title" title={title}>
          {title}
        </Link>
        <span className="row-second one-line">{say('similarBecause', { reference, why: say(because) })}</span>
      </div>
      <span className="t2 nowrap">
        <RelativeTime at={openedAt} />
      </span>
      <span className="one-line t2 similar-taken">
        {acknowledged && ackMs !== null ? say('takenBy', { who: acknowledged.by.name, span: span(ackMs) }) : say('takenByNobody')}
      </span>
      <span className="t2 nowrap only-wide">{lastedMs === null ? say('none') : span(lastedMs)}</span>
      <span className="one-line t2 similar-ended">
        {incident ? <Link to={`/incidents/${incident}`}>{say('ended_declared')}</Link> : endWords(ended, resolved?.by.name)}
      </span>
    </Row>
  )
}

function endWords(ended: SimilarAlert['ended'], who = ''): string {
  if (ended === 'by-hand') return say('ended_by-hand', { who })
  return ended === 'by-itself' ? say('ended_by-itself') : say('ended_open')
}
