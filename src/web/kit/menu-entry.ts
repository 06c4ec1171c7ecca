/** A line of a menu. */
export type MenuEntry = { label: string; run: () => void; isDisabled?: boolean } | { heading: string } | 'divider'
