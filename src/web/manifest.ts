import type { ComponentType } from 'react'

/** Words are asked for when they are drawn, so that they follow the chosen language. */
export type Label = () => string

/** Any icon component that takes a size in pixels; Tabler's outline icons fit. */
export type Icon = ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>

/** Where an item of the rail stands: the bad night first, then the good week, then what is set once. */
export type RailGroup = 'night' | 'week' | 'settings'

export type RailBadge = { count: number; isHot?: boolean }

export type RailItem = {
  label: Label
  icon: Icon
  to: string
  group: RailGroup
  /** "g i": shown in the palette and bound by the shell. */
  keys?: KeyPattern
  /** A hook; it runs inside the rail and so may use queries. Undefined shows nothing. */
  useBadge?: () => RailBadge | undefined
  /** Stays in the bottom bar below 640 px (at most four do); the others are under "More". */
  isOnBottomBar?: boolean
}

export type ScreenRoute = {
  /** TanStack Router's path: `/alerts/$id`. Read it with `useParams({ strict: false })`. */
  path: string
  /** The chunk with the screen: `() => import('./alerts-screen.tsx')`, which exports `Screen`. */
  load: () => Promise<{ Screen: ComponentType }>
  /** Turns the raw search of the address into filters; filters live in the URL. */
  search?: (raw: Record<string, unknown>) => Record<string, unknown>
  /** `bare` has no rail and needs no session: sign-in, set-up. Default `shell`. */
  frame?: 'shell' | 'bare'
}

/**
 * A place on a screen that other features fill: `alert.detail`, `incident.side`, `now`; the shell has `shell.primary`
 * (the button of the top bar) and `shell.me` (the foot of the rail). A screen draws it as `<Slot name="…" subject={id} />`.
 */
export type SlotName = string

/** `subject` is the id of the object that the screen shows, or undefined where a screen shows no single one. */
export type SlotProps = { subject?: string }
export type SlotFill = { load: () => Promise<{ Slot: ComponentType<SlotProps> }> }

/** A key alone (`c`), a chord (`g i`) or a combination (`mod+k`; mod is Ctrl, or Cmd on a Mac). */
export type KeyPattern = string

export type CommandContext = { go: (to: string) => void }

export type Command = {
  id: string
  label: Label
  icon?: Icon
  /** `go` leads to a screen, `do` changes something. */
  group: 'go' | 'do'
  keys?: KeyPattern
  /** More words by which it is found. */
  alsoKnownAs?: Label
  run: (context: CommandContext) => void
}

export type Found = { id: string; label: string; detail?: string; to: string }

/** What a feature adds to the console. Only this file is in the first page; everything in it loads on demand. */
export type FeatureUi = {
  id: string
  rail?: RailItem[]
  routes?: ScreenRoute[]
  slots?: Record<SlotName, SlotFill>
  commands?: Command[]
  /** Asked while somebody types into the palette; gives up when the signal says so. */
  find?: (text: string, signal: AbortSignal) => Promise<Found[]>
}
