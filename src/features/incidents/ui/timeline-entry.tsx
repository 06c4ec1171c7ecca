import { IconDots, IconPin } from '@tabler/icons-react'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import type { TimelineEntry } from '../../../web/kit/timeline.tsx'
import { timeOfDay } from '../../../web/times.ts'
import type { TimelineEntryView } from '../contract/incident.ts'
import type { AskForm } from './ask.ts'
import { entryIcon } from './entry-icon.ts'
import { type Room, useRoom } from './room.ts'
import { say } from './strings.ts'

/** Somebody's own words stand on a card; everything else is one line. */
export function entryOf({ id, at, name, by, text, words, promisedBy, tone, corrected }: TimelineEntryView): TimelineEntry {
  const isPlea = name.startsWith('obligation.')
  const promise = promisedBy ? ` ${say(isPlea ? 'dueBy' : 'promised', { time: timeOfDay(Date.parse(promisedBy)) })}` : ''
  const common = { id, at, icon: entryIcon(name), ...(tone === 'missed' ? { tone: 'missed' as const } : {}) }
  const beside = corrected && <Corrected corrected={corrected} />
  const corner = <EntryMenu entry={id} words={words ?? text} />
  if (words)
    return {
      ...common,
      card: {
        who: by.name,
        how: `${text}${promise}`,
        corner,
        text: (
          <>
            <Lines text={words} isStruck={corrected !== null} />
            {beside}
          </>
        ),
      },
    }
  const lead = name === 'obligation.missed' ? <span className="missed medium">{say('missed')}</span> : isPlea ? null : <b>{by.name}</b>
  return {
    ...common,
    fact: (
      <span className="room-fact">
        <span>
          {lead} <span className={corrected ? 'room-struck' : ''}>{text}</span>
          {promise}
          {beside}
        </span>
        {corner}
      </span>
    ),
  }
}

/** Text as it was written, line by line; never markup. */
const Lines = ({ text, isStruck }: { text: string; isStruck: boolean }) => (
  <span className={isStruck ? 'room-words room-struck' : 'room-words'}>{text}</span>
)

function Corrected({ corrected: { text, reason, by, at } }: { corrected: NonNullable<TimelineEntryView['corrected']> }) {
  return (
    <span className="room-corrected">
      <span className="room-words">{text}</span>{' '}
      <span className="t3 f12">{say('correctedBy', { who: by.name, time: timeOfDay(Date.parse(at)), reason })}</span>
    </span>
  )
}

/** Pin it, or say what is right instead. A pinned one shows its pin. */
function EntryMenu({ entry, words }: { entry: string; words: string }) {
  const room = useRoom()
  const { incident, run, ask } = room
  const isPinned = incident.pins.includes(entry)
  if (!incident.can.act) return isPinned ? <IconPin size={14} aria-label={say('pinned')} /> : null
  const isOwn = entry.startsWith(`incident:${incident.id}:`)
  return (
    <MenuButton
      trigger={(shared) => (
        <button {...shared} type="button" className="room-dots" aria-label={say(isPinned ? 'entryMenuPinned' : 'entryMenu', { words })}>
          {isPinned ? <IconPin size={14} aria-hidden /> : <IconDots size={14} aria-hidden />}
        </button>
      )}
      entries={[
        { label: say(isPinned ? 'unpin' : 'pin'), run: () => run(isPinned ? 'unpin' : 'pin', { entry }) },
        isOwn && { label: say('correct'), run: () => ask(correctForm(entry, words, room)) },
      ]}
    />
  )
}

const correctForm = (entry: string, words: string, { act }: Room): AskForm => ({
  title: say('correctTitle'),
  submit: say('correct'),
  note: <p className="t2">{say('correctMeans')}</p>,
  fields: [
    { name: 'text', label: say('correctText'), kind: 'text', isNeeded: true, initial: words },
    { name: 'reason', label: say('why'), kind: 'line', isNeeded: true },
  ],
  send: (values) => act('correct', { entry, ...values }),
})
