import { Button } from '@mantine/core'
import { IconCheck, IconDots } from '@tabler/icons-react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'
import { moveWord } from './words.ts'

type Primary = { word: string; run: () => void }
type Asks = typeof import('./room-asks.tsx')

/** Opens a form of the room; the forms come with the first that is asked for. */
function useAsk(): (choose: (asks: Asks) => ReturnType<Asks['askSeverity']>) => void {
  const room = useRoom()
  return (choose) => void import('./room-asks.tsx').then((asks) => room.ask(choose(asks)(room)))
}

/** One thing to do next, by where the incident stands, and a menu for everything else. */
export function RoomActions() {
  const { incident } = useRoom()
  const primary = usePrimary()
  useShortcuts(primary ? [{ keys: 'm', label: () => primary.word, run: primary.run }] : [])
  if (!incident.can.act) return null
  return (
    <div className="line room-actions">
      {primary && (
        <Button onClick={primary.run} leftSection={<IconCheck size={16} aria-hidden />} rightSection={<KeyHint keys="m" />}>
          {primary.word}
        </Button>
      )}
      <MoreMenu />
    </div>
  )
}

function usePrimary(): Primary | null {
  const { incident, run } = useRoom()
  const ask = useAsk()
  const { can, statuses, status, gates } = incident
  if (can.acknowledge) return { word: say('acknowledge'), run: () => run('acknowledge') }
  const next = statuses[statuses.indexOf(status) + 1]
  if (can.status && next && next !== 'resolved') return { word: moveWord(next), run: () => run('status', { status: next }) }
  if (can.resolve) return { word: say('resolve'), run: () => ask((asks) => asks.askResolve) }
  if (can.close) return { word: say('close'), run: () => (gates.close.length > 0 ? ask((asks) => asks.askClose) : run('close')) }
  return null
}

function MoreMenu() {
  const { incident, run } = useRoom()
  const ask = useAsk()
  const { can, choices, severity, stoodDown, isPrivate } = incident
  return (
    <MenuButton
      trigger={(shared) => (
        <Button {...shared} aria-label={say('moreActions')} className="room-more">
          <IconDots size={16} aria-hidden />
        </Button>
      )}
      entries={[
        can.resolve && { label: say('resolve'), run: () => ask((asks) => asks.askResolve) },
        can.reopen && { label: say('reopen'), run: () => ask((asks) => asks.askReopen) },
        can.reopen && !stoodDown && { label: say('standDown'), run: () => run('stand-down') },
        choices.reasons.length > 0 && { label: say('escalate'), run: () => ask((asks) => asks.askEscalate) },
        { label: say('page'), run: () => ask((asks) => asks.askPage) },
        { label: say('callOut'), run: () => ask((asks) => asks.askCallOut) },
        choices.contacts.length > 0 && { label: say('contacted'), run: () => ask((asks) => asks.askContacted) },
        { label: say('waiveTitle'), run: () => ask((asks) => asks.askWaive) },
        isPrivate && { label: say('leadBack'), run: () => ask((asks) => asks.askLeadBack) },
        { label: say('draftReview'), run: () => run('postmortem') },
        { label: say('rename'), run: () => ask((asks) => asks.askRename) },
        { label: say('source'), run: () => ask((asks) => asks.askSource) },
        { label: say('relate'), run: () => ask((asks) => asks.askRelate) },
        { label: say('merge'), run: () => ask((asks) => asks.askMerge) },
        { label: say('split'), run: () => ask((asks) => asks.askSplit) },
        'divider',
        ...choices.severities
          .filter((each) => each.id !== severity.id)
          .map(({ id }) => ({ label: say('changeSeverity', { severity: id }), run: () => ask((asks) => asks.askSeverity(id)) })),
      ]}
    />
  )
}
