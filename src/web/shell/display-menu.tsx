import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { browserZone, useZone } from '../times.ts'
import { openSheet } from './sheet-store.ts'
import { say } from './strings.ts'
import { ZoneChip } from './zone-chip.tsx'
import { chooseZone } from './zone-choice.ts'

const THEMES = [
  { id: 'auto', word: 'themeSystem' },
  { id: 'light', word: 'themeLight' },
  { id: 'dark', word: 'themeDark' },
] as const

/** Zone, theme and keys behind the chip. */
export function DisplayMenu() {
  const zone = useZone()
  // without it Mantine stops transitions by a style element that the content security policy refuses
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
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
        <Menu.RadioGroup value={zone} onChange={chooseZone}>
          {zones.map(({ id, word }) => (
            <Menu.RadioItem key={id} value={id}>
              {word}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{say('theme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(id) => setColorScheme(id as MantineColorScheme)}>
          {THEMES.map(({ id, word }) => (
            <Menu.RadioItem key={id} value={id}>
              {say(word)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={openSheet}>{say('sheet')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
