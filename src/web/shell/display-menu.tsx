import { Menu, useMantineColorScheme } from '@mantine/core'
import { browserZone, useZone } from '../times.ts'
import { ZoneChip } from './display-chip.tsx'
import { openSheet } from './sheet-store.ts'
import { say } from './strings.ts'
import { chooseZone } from './zone-choice.ts'

const THEMES = [
  { id: 'auto', word: 'themeSystem' },
  { id: 'light', word: 'themeLight' },
  { id: 'dark', word: 'themeDark' },
] as const

/** Zone, theme and keys behind the chip. */
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
    <Menu position="bottom-end" defaultOpened>
      <Menu.Target>
        <ZoneChip />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('timeZone')}</Menu.Label>
        {zones.map(({ id, word }) => (
          <Menu.Item key={id} role="menuitemradio" aria-checked={zone === id} onClick={() => chooseZone(id)}>
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
