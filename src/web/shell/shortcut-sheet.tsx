import { Button, Modal } from '@mantine/core'
import { KeyHint } from '../kit/key-hint.tsx'
import { keycaps } from './keys.ts'
import { closeSheet, useIsSheetOpen } from './sheet-store.ts'
import { setSingleKeys, useBoundShortcuts, useSingleKeys } from './shortcuts.ts'
import { say } from './strings.ts'

/** What `?` shows: every key that works on this screen right now, and the switch. */
export function ShortcutSheet() {
  const isOpen = useIsSheetOpen()
  return (
    <Modal opened={isOpen} onClose={closeSheet} title={say('sheet')} closeButtonProps={{ 'aria-label': say('close') }}>
      {isOpen && <SheetList />}
    </Modal>
  )
}

function SheetList() {
  const areKeysOn = useSingleKeys()
  const shortcuts = useBoundShortcuts()
  const seen = new Set<string>()
  const shown = shortcuts.filter(({ keys }) => !seen.has(keys) && seen.add(keys))
  return (
    <div className="stack">
      <p className="t2">{areKeysOn ? say('sheetHint') : say('sheetOff', { mod: keycaps('mod')[0] ?? '' })}</p>
      <dl className="sheet-list">
        {shown.map(({ keys, label }) => (
          <div key={keys}>
            <dt>{label()}</dt>
            <dd>
              <KeyHint keys={keys} />
              <span className="sr">{keycaps(keys).join(' ')}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => setSingleKeys(!areKeysOn)}>{say(areKeysOn ? 'keysOff' : 'keysOn')}</Button>
    </div>
  )
}
