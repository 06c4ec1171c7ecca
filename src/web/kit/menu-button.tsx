import { type ReactNode, type Ref, Suspense, useId, useRef, useState } from 'react'
import { lazily } from '../shell/lazily.tsx'
import type { MenuEntry } from './menu-entry.ts'

const MenuList = lazily(() => import('./menu-list.tsx'), 'MenuList')

/** What the button of a menu carries, whatever it looks like. */
export type MenuTrigger = {
  ref: Ref<HTMLButtonElement>
  id: string
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  onClick: () => void
}

export type MenuButtonProps = {
  /** False or null stands for what is not possible now: `can.reopen && { … }`. */
  entries: readonly (MenuEntry | false | null)[]
  /** Draws the button with what it is handed. */
  trigger: (shared: MenuTrigger) => ReactNode
  listClassName?: string
}

/** A button with a list of actions behind it. The list's code comes when it is first opened. */
export function MenuButton({ entries, trigger, listClassName }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const id = useId()
  return (
    <>
      {trigger({
        ref: anchor,
        // the menu is labelled by the element of this name
        id: `${id}-target`,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onClick: () => setOpen(!isOpen),
      })}
      {isOpen && (
        <Suspense fallback={null}>
          <MenuList
            id={id}
            anchor={anchor}
            entries={entries.filter((entry) => entry !== false && entry !== null)}
            className={listClassName}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
