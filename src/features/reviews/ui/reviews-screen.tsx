import { Button, SegmentedControl } from '@mantine/core'
import { IconCalendarEvent, IconCircleCheck, IconPencil } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import type { ReviewRow } from '../contract.ts'
import { useReviews } from './queries.ts'
import { say } from './strings.ts'

const STATUS = { draft: IconPencil, scheduled: IconCalendarEvent, complete: IconCircleCheck }

export function Screen() {
  const search = useSearch({ strict: false }) as { status?: string }
  const navigate = useNavigate()
  const status = search.status ?? 'open'
  const views = (['open', 'complete', 'all'] as const).map((value) => ({ value, label: say(value) }))
  return (
    <Page title={say('reviews')}>
      <div className="stack">
        <div className="line">
          <SegmentedControl
            aria-label={say('which')}
            data={views}
            value={status}
            onChange={(value) => void navigate({ to: '/reviews', search: value === 'open' ? {} : { status: value } })}
          />
        </div>
        <ReviewTable status={status} />
      </div>
    </Page>
  )
}

function ReviewTable({ status }: { status: string }) {
  const { data, error, refetch } = useReviews(status)
  if (error && !data)
    return (
      <ErrorState
        what={say('failed')}
        kept={`${error.message} ${say('kept')}`}
        action={<Button onClick={() => void refetch()}>{say('again')}</Button>}
      />
    )
  return (
    <Panel title={say('reviews')}>
      {!data && <RowsSkeleton />}
      {data?.items.length === 0 && <EmptyState title={say('emptyTitle')} what={say('emptyWhat')} cli={say('emptyCli')} />}
      {data && data.items.length > 0 && (
        <Rows
          columns="88px minmax(0, 1fr) 132px 220px"
          narrowColumns="auto minmax(0, 1fr)"
          head={[say('colSeverity'), say('colReview'), say('colStatus'), say('colClock')]}
          isTall
          label={say('reviews')}
        >
          {data.items.map((review) => (
            <ReviewLine key={review.id} review={review} />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

function ReviewLine({ review: { reference, title, severity, status, nextClock } }: { review: ReviewRow }) {
  return (
    <Row>
      <Severity rank={severity.rank} label={severity.id} />
      <span className="one-line">
        <Link to={`/reviews/${reference}`} className="medium f14">
          {title}
        </Link>
        <span className="row-second">{reference}</span>
      </span>
      <StatusWord icon={STATUS[status]}>{say(status)}</StatusWord>
      {nextClock ? <ClockLine clock={factsOfClock(nextClock)} name={nextClock.title} /> : <span className="t3">{say('nothingOwed')}</span>}
    </Row>
  )
}
