import { IconCalendarEvent, IconCircleCheck, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { type ListOf, ListScreen } from '../../../web/shell/list-screen.tsx'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import type { ReviewRow } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { useReviews } from './queries.ts'
import { say } from './strings.ts'

const STATUS = { draft: IconPencil, scheduled: IconCalendarEvent, complete: IconCircleCheck }

export function Screen() {
  return (
    <ListScreen
      title={named('reviews')}
      which={say('which')}
      views={(['open', 'complete', 'all'] as const).map((value) => ({ value, label: say(value) }))}
      useList={useReviewList}
      failed={say('failed')}
      empty={{ title: say('emptyTitle'), what: say('emptyWhat'), cli: say('emptyCli') }}
      columns={{
        wide: '88px minmax(0, 1fr) 132px 220px',
        narrow: 'auto minmax(0, 1fr)',
        head: [say('colSeverity'), say('colReview'), say('colStatus'), say('colClock')],
      }}
      addressOf={({ reference }: ReviewRow) => `/reviews/${reference}`}
      draw={(review) => <ReviewLine review={review} />}
    />
  )
}

function useReviewList(view: string): ListOf<ReviewRow> {
  const { data, error, refetch } = useReviews(view)
  return { items: data?.items, error, refetch }
}

function ReviewLine({ review: { reference, title, severity, status, nextClock } }: { review: ReviewRow }) {
  return (
    <>
      <Severity rank={severity.rank} label={severity.id} />
      <span className="list-what">
        <Link to={`/reviews/${reference}`} className="medium f14 one-line" title={title}>
          {title}
        </Link>
        <span className="row-second">{reference}</span>
      </span>
      <StatusWord icon={STATUS[status]}>{say(status)}</StatusWord>
      <span className="list-clock">
        {nextClock ? (
          <ClockLine clock={factsOfClock(nextClock)} name={nextClock.title} />
        ) : (
          <span className="t3">{say('nothingOwed')}</span>
        )}
      </span>
    </>
  )
}
