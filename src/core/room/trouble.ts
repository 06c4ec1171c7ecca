import type { Draft } from '../command/draft.ts'
import type { Moment } from '../time/moment.ts'
import { momentOf } from '../time/moment.ts'
import type { RoomState } from './state.ts'

/** What the outbox tells of a try that failed. `attempt` counts from 1; `held`: it was not tried at all. */
export type FailedTry = { message: string; said: string; retrying: boolean; attempt?: number; queuedAt?: Moment; held?: boolean }

/** After a refusal somebody must change something at the chat, so that each wait is longer than the last. */
const OPENED_AGAIN_MINUTES = [1, 5, 15, 60, 360]

/** The chat takes nothing: said once, from the second try on, because one that fails is nothing yet. */
export function hindered(draft: Draft<RoomState>, { said, attempt = 1, queuedAt, held = false }: FailedTry): void {
  if (draft.state.trouble || held || attempt === 1) return
  const trouble = { since: queuedAt ?? momentOf(draft.now), said }
  draft.set({ trouble })
  draft.tell('room.hindered', trouble)
}

/** It could not be opened; what is to be done in it waits. Answers when it is tried again. */
export function notOpened(draft: Draft<RoomState>, said: string): Temporal.Instant {
  const { trouble, failures = 0 } = draft.state
  const isFirst = failures === 0
  draft.set({ status: 'failed', failures: failures + 1, trouble: { since: trouble?.since ?? momentOf(draft.now), said } })
  if (isFirst) draft.tell('room.failed', { said })
  return draft.now.add({ minutes: OPENED_AGAIN_MINUTES[Math.min(failures, OPENED_AGAIN_MINUTES.length - 1)] as number })
}
