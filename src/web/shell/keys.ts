import type { KeyPattern } from '../manifest.ts'

/** How long after `g` the second key of a chord may come. */
export const CHORD_MS = 1200

export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** A press in the words of a pattern: "mod+k", "g", "?". Shift is part of the sign, except for named keys. */
export function patternOf(press: Press): KeyPattern {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : ''
  const alt = press.altKey ? 'alt+' : ''
  const shift = press.shiftKey && press.key.length > 1 ? 'shift+' : ''
  return `${mod}${alt}${shift}${key}`
}

/** Works anywhere, text fields too, and stays when single keys are switched off. */
export const isCombination = (pattern: KeyPattern): boolean => pattern.startsWith('mod+') || pattern.startsWith('alt+')

/** "g i" → ["G", "I"], "mod+k" → ["Ctrl K"]: what is printed on the keys. */
export function keycaps(pattern: KeyPattern): string[] {
  const caps: Record<string, string> = { mod: isMac() ? '⌘' : 'Ctrl', alt: 'Alt', shift: 'Shift', Enter: '↵', Escape: 'Esc' }
  const cap = (key: string): string => caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return pattern.split(' ').map((part) => part.split('+').map(cap).join(' '))
}

/** True where letters belong to the text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.getAttribute('role') === 'combobox'
}
