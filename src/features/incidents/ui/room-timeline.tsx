import { SegmentedControl } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBell,
  IconCheck,
  IconCircleX,
  IconClock,
  IconFlag,
  IconNote,
  IconPointFilled,
  IconSpeakerphone,
  IconUser,
  IconWorld,
} from '@tabler/icons-react'
import { useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Timeline, type TimelineEntry } from '../../../web/kit/timeline.tsx'
import type { Icon } from '../../../web/manifest.ts'
import { timeOfDay, useZone, zoneName } from '../../../web/times.ts'
import type { TimelineEntryView } from '../contract/incident.ts'
import { useTimeline } from './queries.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

type View = 'curated' | 'everything'

/** Evidence under the pen: what happened, newest first. */
export function RoomTimeline() {
  useZone()
  const { incident } = useRoom()
  const [view, setView] = useState<View>('curated')
  const { data } = useTimeline(incident.reference, view)
  const count = data ? ` ${data.everything}` : ''
  return (
    <section aria-label={say('timeline')}>
      <div className="line room-views">
        <SegmentedControl
          size="xs"
          aria-label={say('views')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'curated', label: say('curated') },
            { value: 'everything', label: `${say('everything')}${count}` },
          ]}
        />
        <span className="push t3 f12 line">
          <IconPointFilled size={10} aria-hidden />
          {say('live', { zone: zoneName(nowMs()) })}
        </span>
      </div>
      {data ? <Timeline label={say('timeline')} entries={data.items.map(entryOf)} /> : <RowsSkeleton rows={5} />}
    </section>
  )
}

const ICONS: [prefix: string, icon: Icon][] = [
  ['incident.published', IconWorld],
  ['incident.updated', IconSpeakerphone],
  ['incident.noted', IconNote],
  ['incident.decided', IconFlag],
  ['incident.declared', IconFlag],
  ['incident.role', IconUser],
  ['incident.severity', IconAlertTriangle],
  ['obligation.missed', IconCircleX],
  ['obligation', IconClock],
  ['page', IconBell],
  ['escalation', IconBell],
]

const iconOf = (name: string): Icon => ICONS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? IconCheck

/** Somebody's own words stand on a card; everything else is one line. */
function entryOf({ id, at, name, by, text, words, promisedBy, tone }: TimelineEntryView): TimelineEntry {
  const isPlea = name.startsWith('obligation.')
  const promise = promisedBy ? ` ${say(isPlea ? 'dueBy' : 'promised', { time: timeOfDay(Date.parse(promisedBy)) })}` : ''
  const common = { id, at, icon: iconOf(name), ...(tone === 'missed' ? { tone: 'missed' as const } : {}) }
  if (words) return { ...common, card: { who: by.name, how: `${text}${promise}`, text: <Lines text={words} /> } }
  const lead = name === 'obligation.missed' ? <span className="missed medium">{say('missed')}</span> : isPlea ? null : <b>{by.name}</b>
  return {
    ...common,
    fact: (
      <>
        {lead} {text}
        {promise}
      </>
    ),
  }
}

/** Text as it was written, line by line; never markup. */
function Lines({ text }: { text: string }) {
  return <span className="room-words">{text}</span>
}
