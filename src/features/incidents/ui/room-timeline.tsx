import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconPointFilled, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Timeline } from '../../../web/kit/timeline.tsx'
import { useZone, zoneName } from '../../../web/times.ts'
import type { TimelineEntryView } from '../contract/incident.ts'
import { useTimeline } from './queries.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'
import { entryOf } from './timeline-entry.tsx'

type View = 'curated' | 'everything' | 'pinned'

/** Evidence under the pen: what happened, newest first. */
export function RoomTimeline() {
  useZone()
  const { incident } = useRoom()
  const [view, setView] = useState<View>('curated')
  const [words, setWords] = useState('')
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(incident.reference, view === 'curated' ? view : 'everything')
  const entries = data?.pages.flatMap((page) => page.items)
  const first = data?.pages[0]
  const count = first ? ` ${first.next ? `${first.everything}+` : first.everything}` : ''
  const shown = entries?.filter((entry) => (view !== 'pinned' || incident.pins.includes(entry.id)) && isAbout(entry, words))
  return (
    <section aria-label={say('timeline')}>
      <div className="line line-wrap room-views">
        <SegmentedControl
          size="xs"
          aria-label={say('views')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'curated', label: say('curated') },
            { value: 'everything', label: `${say('everything')}${count}` },
            ...(incident.pins.length > 0 ? [{ value: 'pinned', label: `${say('pinned')} ${incident.pins.length}` }] : []),
          ]}
        />
        <Words value={words} onChange={setWords} />
        <span className="push t3 f12 line">
          <IconPointFilled size={10} aria-hidden />
          {say('live', { zone: zoneName(nowMs()) })}
        </span>
      </div>
      {shown ? <Timeline label={say('timeline')} entries={shown.map(entryOf)} /> : <RowsSkeleton rows={5} />}
      {shown?.length === 0 && <p className="t3">{say('noEntries')}</p>}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('older')}
        </Button>
      )}
    </section>
  )
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  return (
    <TextInput
      size="xs"
      className="room-find"
      aria-label={say('findEntry')}
      placeholder={say('findEntry')}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** By what was said, by whom. */
function isAbout({ by, text, words, corrected }: TimelineEntryView, wanted: string): boolean {
  const said = `${by.name} ${text} ${words ?? ''} ${corrected?.text ?? ''}`.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}
