import { instantOf, type Moment, momentOf } from '../time/moment.ts'

/** What one look at a peer saw; `said` is what was wrong. */
export type Look = { isWell: boolean; said: string }

export type Watch = { wellAt: Moment; pagedAt: Moment | null; said: string }
export type Patience = { silentMs: number; againMs: number }
export type News = { kind: 'silent' | 'back'; text: string }

/**
 * Says after each look whether somebody must be paged: when the peer has not been well for `silentMs`, again every `againMs`, and once when
 * it is back. Times are by the watcher's own clock.
 */
export function watched(
  watch: Watch,
  look: Look,
  { now, patience }: { now: Temporal.Instant; patience: Patience },
): { watch: Watch; news: News | null } {
  const at = momentOf(now)
  if (look.isWell) {
    const news: News | null = watch.pagedAt ? { kind: 'back', text: `it is back after ${spanText(watch.wellAt, now)}` } : null
    return { watch: { wellAt: at, pagedAt: null, said: look.said }, news }
  }
  const silentMs = now.epochMilliseconds - instantOf(watch.wellAt).epochMilliseconds
  const sincePageMs = watch.pagedAt ? now.epochMilliseconds - instantOf(watch.pagedAt).epochMilliseconds : Number.POSITIVE_INFINITY
  const isDue = silentMs >= patience.silentMs && sincePageMs >= patience.againMs
  const text = `it has not been well for ${spanText(watch.wellAt, now)}: ${look.said}`
  return { watch: { ...watch, pagedAt: isDue ? at : watch.pagedAt, said: look.said }, news: isDue ? { kind: 'silent', text } : null }
}

function spanText(since: Moment, now: Temporal.Instant): string {
  const s = Math.round((now.epochMilliseconds - instantOf(since).epochMilliseconds) / 1000)
  return s < 120 ? `${s} s` : `${Math.round(s / 60)} min`
}
