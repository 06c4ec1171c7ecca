import { Menu } from '@mantine/core'
import { type Ref, type RefObject, useLayoutEffect } from 'react'
import type { MenuEntry } from './menu-entry.ts'

type Props = {
  id: string
  anchor: RefObject<HTMLButtonElement | null>
  entries: readonly MenuEntry[]
  className?: string
  onClose: () => void
}

/** The list of a menu beside a button that was there before it. */
export function MenuList({ id, anchor, entries, className, onClose }: Props) {
  return (
    <Menu id={id} opened onClose={onClose} position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <Borrowed anchor={anchor} />
      </Menu.Target>
      <Menu.Dropdown className={className}>
        {entries.map((entry, i) => (
          <Entry key={keyOf(entry, i)} entry={entry} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Gives the menu the button that stands already: a target of its own would take the focus away from it. */
function Borrowed({ anchor, ref }: { anchor: RefObject<HTMLButtonElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== 'function') return
    const undo = ref(anchor.current)
    return () => (typeof undo === 'function' ? undo() : void ref(null))
  }, [anchor, ref])
  return null
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'divider') return <Menu.Divider />
  if ('heading' in entry) return <Menu.Label>{entry.heading}</Menu.Label>
  return (
    <Menu.Item disabled={entry.isDisabled} onClick={entry.run}>
      {entry.label}
    </Menu.Item>
  )
}

function keyOf(entry: MenuEntry, at: number): string {
  if (entry === 'divider') return `divider ${at}`
  return 'heading' in entry ? `heading ${entry.heading}` : entry.label
}
