import { useMantineColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import type { Command, FeatureUi } from '../manifest.ts'
import { useFeatures } from './features.tsx'
import { openSheet } from './sheet-store.ts'
import { setSingleKeys, useSingleKeys } from './shortcuts.ts'
import { say } from './strings.ts'
import { undoLast } from './undo.tsx'

/** Everything the palette can do: the screens of the rail, the features' verbs, the shell's own. */
export function useCommands(): Command[] {
  const features = useFeatures()
  // without it Mantine stops transitions by a style element that the content security policy refuses
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const areKeysOn = useSingleKeys()
  return useMemo(() => {
    const theme = (id: 'auto' | 'light' | 'dark', name: () => string): Command => ({
      id: `theme.${id}`,
      label: () => say('themeTo', { theme: name() }),
      group: 'do',
      run: () => setColorScheme(id),
    })
    const shell: Command[] = [
      { id: 'shell.undo', label: () => say('undoLast'), group: 'do', keys: 'mod+z', run: undoLast },
      { id: 'shell.sheet', label: () => say('openSheet'), group: 'do', keys: '?', run: openSheet },
      { id: 'shell.keys', label: () => say(areKeysOn ? 'keysOff' : 'keysOn'), group: 'do', run: () => setSingleKeys(!areKeysOn) },
      theme('auto', () => say('themeSystem')),
      theme('light', () => say('themeLight')),
      theme('dark', () => say('themeDark')),
    ]
    return [...screensOf(features), ...features.flatMap((feature) => feature.commands ?? []), ...shell]
  }, [features, setColorScheme, areKeysOn])
}

/** One command for each screen of the rail. */
function screensOf(features: readonly FeatureUi[]): Command[] {
  return features.flatMap((feature) =>
    (feature.rail ?? []).map((item) => ({
      id: `go ${item.to}`,
      label: item.label,
      icon: item.icon,
      group: 'go' as const,
      keys: item.keys,
      run: ({ go }: { go: (to: string) => void }) => go(item.to),
    })),
  )
}
