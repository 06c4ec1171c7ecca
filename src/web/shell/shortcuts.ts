import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { KeyPattern, Label } from '../manifest.ts'
import { CHORD_MS, isCombination, isTyping, patternOf } from './keys.ts'

export type Shortcut = { keys: KeyPattern; label: Label; run: () => void }

/** The newest is asked first, so a screen may take a key that the shell also knows. */
let bound: readonly Shortcut[] = []
const watchers = new Set<() => void>()
const STORE_KEY = 'tocsin.single-keys'

const tell = () => {
  for (const watcher of watchers) watcher()
}
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

export const areSingleKeysOn = (): boolean => localStorage.getItem(STORE_KEY) !== 'off'
export function setSingleKeys(isOn: boolean): void {
  localStorage.setItem(STORE_KEY, isOn ? 'on' : 'off')
  tell()
}
export const useSingleKeys = (): boolean => useSyncExternalStore(watch, areSingleKeysOn)

/** What the `?` sheet lists: everything bound right now, on this screen. */
export const useBoundShortcuts = (): readonly Shortcut[] => useSyncExternalStore(watch, () => bound)

/** Binds keys as long as the component stands. `run` may change with each draw; the keys should not. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const shape = shortcuts.map((each) => each.keys).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys alone decide when to bind anew
  useEffect(() => {
    const mine = latest.current.map((each, i): Shortcut => ({ ...each, run: () => latest.current[i]?.run() }))
    bound = [...mine, ...bound]
    tell()
    return () => {
      bound = bound.filter((each) => !mine.includes(each))
      tell()
    }
  }, [shape])
}

let chordStart: { key: string; at: number } | undefined

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pattern = patternOf(event)
  const isFree = isCombination(pattern) || (areSingleKeysOn() && !isTyping(event.target) && !isBehindDialog())
  if (!isFree) return
  const isChord = chordStart !== undefined && event.timeStamp - chordStart.at < CHORD_MS
  const whole = isChord ? `${chordStart?.key} ${pattern}` : pattern
  chordStart = undefined
  const hit = bound.find((each) => each.keys === whole)
  if (hit) {
    // undo in a text field is the field's own
    if (pattern === 'mod+z' && isTyping(event.target)) return
    event.preventDefault()
    hit.run()
    return
  }
  if (bound.some((each) => each.keys.startsWith(`${pattern} `))) chordStart = { key: pattern, at: event.timeStamp }
}

const isBehindDialog = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null

/** Starts listening; once for the whole console. */
export function listenToKeys(): () => void {
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
