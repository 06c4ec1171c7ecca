import { Button } from '@mantine/core'
import { IconCheck, IconDots } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { useRoom } from './room.tsx'
import type { Ask } from './room-dialog.tsx'
import { say } from './strings.ts'
import { moveWord } from './words.ts'

const RoomDialog = lazily(() => import('./room-dialog.tsx'), 'RoomDialog')

type Primary = { word: string; run: () => void }

/** One thing to do next, by where the incident stands, and a menu for everything else. */
export function RoomActions() {
  const { incident } = useRoom()
  const [asked, setAsked] = useState<Ask | null>(null)
  const primary = usePrimary(setAsked)
  useShortcuts(primary ? [{ keys: 'm', label: () => primary.word, run: primary.run }] : [])
  if (!incident.can.act) return null
  return (
    <div className="line room-actions">
      {primary && (
        <Button onClick={primary.run} leftSection={<IconCheck size={16} aria-hidden />} rightSection={<KeyHint keys="m" />}>
          {primary.word}
        </Button>
      )}
      <MoreMenu onAsk={setAsked} />
      <Suspense fallback={null}>{asked && <RoomDialog ask={asked} onClose={() => setAsked(null)} />}</Suspense>
    </div>
  )
}

function usePrimary(ask: (what: Ask) => void): Primary | null {
  const { incident, act } = useRoom()
  const { can, statuses, status } = incident
  const quietly = (verb: 'acknowledge' | 'close' | 'status', body?: object) => () => void act(verb, body).catch(() => undefined)
  if (can.acknowledge) return { word: say('acknowledge'), run: quietly('acknowledge') }
  const next = statuses[statuses.indexOf(status) + 1]
  if (can.status && next && next !== 'resolved') return { word: moveWord(next), run: quietly('status', { status: next }) }
  if (can.resolve) return { word: say('resolve'), run: () => ask('resolve') }
  if (can.close) return { word: say('close'), run: quietly('close') }
  return null
}

function MoreMenu({ onAsk }: { onAsk: (what: Ask) => void }) {
  const { incident, act } = useRoom()
  const { can, choices, severity } = incident
  return (
    <MenuButton
      trigger={(shared) => (
        <Button {...shared} aria-label={say('moreActions')} className="room-more">
          <IconDots size={16} aria-hidden />
        </Button>
      )}
      entries={[
        can.resolve && { label: say('resolve'), run: () => onAsk('resolve') },
        can.reopen && { label: say('reopen'), run: () => onAsk('reopen') },
        { label: say('page'), run: () => onAsk('page') },
        { label: say('waiveTitle'), run: () => onAsk('waive') },
        { label: say('rename'), run: () => onAsk('rename') },
        'divider',
        ...choices.severities
          .filter((each) => each.id !== severity.id)
          .map(({ id }) => ({
            label: say('changeSeverity', { severity: id }),
            run: () => void act('severity', { severity: id }).catch(() => undefined),
          })),
      ]}
    />
  )
}
