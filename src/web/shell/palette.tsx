import { Modal } from '@mantine/core'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { KeyHint } from '../kit/key-hint.tsx'
import type { Command } from '../manifest.ts'
import { useCommands } from './commands.ts'
import { useFeatures } from './features.tsx'
import { type PaletteRow, rowOfFound, sectionsFor } from './palette-rows.ts'
import { palette, paletteStore, recentIds, remember } from './palette-store.ts'
import { say } from './strings.ts'

const GROUPS = { recent: 'groupRecent', go: 'groupGo', find: 'groupFind', do: 'groupDo' } as const
const FIND_FROM_LETTERS = 2

/** Go, find, do: every screen and every verb in one list, with its key beside it. */
export function Palette() {
  const [text, setText] = useState('')
  const rows = useRows(useDeferredValue(text))
  const sections = useMemo(() => sectionsFor(text, rows, recentIds()), [text, rows])
  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      clearQueryOnClose
      centered={false}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.4, transitionProps: { duration: 0 } }}
    >
      <Modal.Title className="sr">{say('palette')}</Modal.Title>
      <Spotlight.Search placeholder={say('findOrDo')} aria-label={say('findOrDo')} leftSection={<IconSearch size={16} aria-hidden />} />
      <Spotlight.ActionsList>
        {sections.map(({ group, rows: inGroup }) => (
          <Spotlight.ActionsGroup key={group} label={say(GROUPS[group])}>
            {inGroup.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {sections.length === 0 && <Spotlight.Empty>{text ? say('paletteEmpty', { text }) : say('paletteStart')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Line({ row }: { row: PaletteRow }) {
  const choose = () => {
    palette.close()
    remember(row.id)
    row.run()
  }
  return (
    <Spotlight.Action onClick={choose}>
      <span className="one-line">{row.label}</span>
      {row.detail && <span className="t3 one-line">{row.detail}</span>}
      {row.keys && (
        <span className="push">
          <KeyHint keys={row.keys} />
        </span>
      )}
    </Spotlight.Action>
  )
}

function useRows(text: string): PaletteRow[] {
  const navigate = useNavigate()
  const commands = useCommands()
  const found = useFound(text)
  return useMemo(() => {
    const go = (to: string) => void navigate({ to })
    return [...commands.map((command) => rowOf(command, go)), ...found.map((each) => rowOfFound(each, go))]
  }, [commands, found, navigate])
}

const rowOf = ({ id, label, group, keys, alsoKnownAs, run }: Command, go: (to: string) => void): PaletteRow => ({
  id,
  label: label(),
  group,
  keys,
  also: alsoKnownAs?.(),
  run: () => run({ go }),
})

function useFound(text: string) {
  const finders = useFeatures().flatMap(({ id, find }) => (find ? [{ id, find }] : []))
  return useQueries({
    queries: finders.map(({ id, find }) => ({
      queryKey: ['palette', id, text],
      queryFn: ({ signal }: { signal: AbortSignal }) => find(text, signal),
      enabled: text.trim().length >= FIND_FROM_LETTERS,
    })),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  })
}
