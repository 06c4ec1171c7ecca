import { useSyncExternalStore } from 'react'
import { nowMs } from '../../../web/clock.ts'

/** A change that is not in force yet: its text, the version it was begun from, and when it was last kept. */
export type Draft = { text: string; basedOn: number; savedAt: string | null }

const STORE_KEY = 'tocsin.policy-draft'
const watchers = new Set<() => void>()
let draft: Draft | null | undefined

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' && 'basedOn' in value

function read(): Draft | null {
  if (draft !== undefined) return draft
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORE_KEY) ?? 'null')
    draft = isDraft(kept) ? kept : null
  } catch {
    // what this browser cannot read back is no draft
    draft = null
  }
  return draft
}

function become(next: Draft | null): void {
  draft = next
  for (const watcher of watchers) watcher()
}

/** Kept in this browser until it is applied or dropped. A policy larger than a browser keeps stays for as long as the page does. */
export function keepDraft({ text, basedOn }: Pick<Draft, 'text' | 'basedOn'>): void {
  const next = { text, basedOn, savedAt: new Date(nowMs()).toISOString() }
  try {
    localStorage.setItem(STORE_KEY, JSON.stringify(next))
    become(next)
  } catch {
    become({ ...next, savedAt: null })
  }
}

export function dropDraft(): void {
  localStorage.removeItem(STORE_KEY)
  become(null)
}

/** All screens of the policy change one draft. */
export const useDraft = (): Draft | null =>
  useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, read)
