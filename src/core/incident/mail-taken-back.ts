import type { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

/** What has not left the house yet is read by nobody outside: it was written when everybody could know of it. */
export function takeBackMails(draft: Draft<IncidentState>, why: string): void {
  for (const { id, audience, settled } of draft.state.mails ?? []) {
    const states = draft.state.notices[id] ?? {}
    const waiting = Object.keys(states).filter((target) => states[target] === 'queued')
    if (settled || waiting.length === 0) continue
    draft.withdraw(waiting.map((target) => `${draft.subject.id}.${id}.${target}/email`))
    const failed = Object.fromEntries(waiting.map((target) => [target, 'failed' as const]))
    draft.set({
      notices: { ...draft.state.notices, [id]: { ...states, ...failed } },
      mails: (draft.state.mails ?? []).map((each) => (each.id === id ? { ...each, settled: momentOf(draft.now) } : each)),
    })
    draft.tell('incident.mail_withheld', { audience, why })
  }
}
