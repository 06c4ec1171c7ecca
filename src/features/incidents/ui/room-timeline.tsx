import { Button, SegmentedControl } from '@mantine/core'
import { IconPointFilled } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { FindField } from '../../../web/kit/find-field.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Timeline } from '../../../web/kit/timeline.tsx'
import { fullMoment, useZone, zoneName } from '../../../web/times.ts'
import { type TimelineViewName, useTimeline } from './queries.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'
import { entryOf } from './timeline-entry.tsx'

/** Evidence under the pen: what happened, newest first. */
export function RoomTimeline() {
  useZone()
  const { incident } = useRoom()
  const [view, setView] = useState<TimelineViewName>('curated')
  const [words, setWords] = useState('')
  const query = useTimeline(incident.reference, { view, words })
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = query
  const entries = data?.pages.flatMap((page) => page.items)
  const first = data?.pages[0]
  const count = first && !words && view !== 'pinned' ? ` ${first.next ? `${first.everything}+` : first.everything}` : ''
  const isLooking = entries?.length === 0 && hasNextPage
  // a stretch without a hit is no answer: it looks further back until there is one, or the beginning
  useEffect(() => {
    if (isLooking && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage()
  }, [isLooking, isFetchingNextPage, isPlaceholderData, fetchNextPage])
  const since = data?.pages.at(-1)?.since
  return (
    <section aria-label={say('timeline')}>
      <div className="line line-wrap room-views">
        <SegmentedControl
          size="xs"
          aria-label={say('views')}
          value={view}
          onChange={(value) => setView(value as TimelineViewName)}
          data={[
            { value: 'curated', label: say('curated') },
            { value: 'everything', label: `${say('everything')}${count}` },
            ...(incident.pins.length > 0 ? [{ value: 'pinned', label: `${say('pinned')} ${incident.pins.length}` }] : []),
          ]}
        />
        <FindField className="room-find" label={say('findEntry')} value={words} onChange={(found) => setWords(found ?? '')} />
        <span className="push t3 f12 line">
          <IconPointFilled size={10} aria-hidden />
          {say('live', { zone: zoneName(nowMs()) })}
        </span>
      </div>
      {entries && !isLooking ? <Timeline label={say('timeline')} entries={entries.map(entryOf)} /> : <RowsSkeleton rows={5} />}
      {entries?.length === 0 && !isLooking && <p className="t3">{say('noEntries')}</p>}
      {hasNextPage && (
        <div className="line line-wrap">
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {say('older')}
          </Button>
          {words && since && <span className="t3 f12">{say('lookedBack', { moment: fullMoment(Date.parse(since)) })}</span>}
        </div>
      )}
    </section>
  )
}
