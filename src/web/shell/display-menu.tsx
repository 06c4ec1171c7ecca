import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { nowMs } from '../clock.ts'
import { browserZone, setZone, useZone, zoneName } from '../times.ts'
import { openSheet } from './sheet-store.ts'
import { say } from './strings.ts'

const STORE_KEY = 'tocsin.zone'
const THEMES = [
  { id: 'auto', word: 'themeSystem' },
  { id: 'light', word: 'themeLight' },
  { id: 'dark', word: 'themeDark' },
] as const

/** The zone chosen last on this device. */
export const recallZone = (): void => setZone(localStorage.getItem(STORE_KEY) ?? 'UTC')

function choose(zone: string): void {
  localStorage.setItem(STORE_KEY, zone)
  setZone(zone)
}

/** The chip that says in which zone every time is meant; behind it zone, theme and keys. */
export function DisplayMenu() {
  const zone = useZone()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const mine = browserZone()
  const zones =
    mine === 'UTC'
      ? [{ id: 'UTC', word: say('zoneUtc') }]
      : [
          { id: 'UTC', word: say('zoneUtc') },
          { id: mine, word: say('zoneMine', { zone: mine }) },
        ]
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="zone-chip" title={say('display')}>
          <IconClock size={14} aria-hidden />
          <span className="sr">{say('display')}: </span>
          {zoneName(nowMs())}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('timeZone')}</Menu.Label>
        {zones.map(({ id, word }) => (
          <Menu.Item key={id} role="menuitemradio" aria-checked={zone === id} onClick={() => choose(id)}>
            {word}
          </Menu.Item>
        ))}
        <Menu.Label>{say('theme')}</Menu.Label>
        {THEMES.map(({ id, word }) => (
          <Menu.Item key={id} role="menuitemradio" aria-checked={colorScheme === id} onClick={() => setColorScheme(id)}>
            {say(word)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={openSheet}>{say('sheet')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
