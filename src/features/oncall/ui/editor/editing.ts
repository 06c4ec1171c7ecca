import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import type { Base } from './draft-queries.ts'
import type { Preview } from './preview.ts'
import type { DraftState } from './use-draft.ts'

/** What all parts of the editor share. */
export type Editing = DraftState & {
  base: Base
  preview: Preview
  tookMs: number
  /** The layer under edit. */
  selected: string
  select: (layer: string) => void
  /** Midnights of what is shown, in the shown zone. */
  days: readonly number[]
  zone: string
  weeks: number
  setWeeks: (weeks: number) => void
}

export type ChangeLayer = (change: (layer: Layer) => Layer) => void

/** People as they are called, by id or reference; teams and schedules by their references. */
export function nameIn({ bundle }: Base, reference: string): string {
  const id = reference.startsWith('user:') ? reference.slice('user:'.length) : reference
  return bundle.users?.find((each) => each.id === id)?.name ?? id
}
