import { durationOf } from '../../../core/time/duration.ts'
import type { AlertDetail, AlertRow } from '../contract.ts'

type Foreseen = { ids: readonly string[]; act: 'acknowledge' | 'resolve' | 'snooze' | 'escalate' | 'declare'; span: string | undefined }
type Eyes = { me: { id: string; name: string } | undefined; nowMs: number }
/** An alert, a list of them in pages, or the first screen; whatever else is cached is left as it is. */
type Cached = Partial<AlertDetail> & { pages?: { items?: AlertRow[] }[]; alerts?: AlertRow[] }

const SPAN_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** What a cached answer looks like once the server has agreed: the tap shows at once, the answer follows. */
export function foreseen(cached: unknown, what: Foreseen, eyes: Eyes): unknown {
  if (what.act === 'escalate' || what.act === 'declare' || cached === null || typeof cached !== 'object') return cached
  const { id, status, pages, alerts } = cached as Cached
  if (id !== undefined && status !== undefined) return changed(cached as AlertRow, what, eyes)
  if (Array.isArray(pages) && pages.every((page) => Array.isArray(page.items)))
    return { ...cached, pages: pages.map((page) => ({ ...page, items: page.items?.map((each) => changed(each, what, eyes)) })) }
  return Array.isArray(alerts) ? { ...cached, alerts: alerts.map((each) => changed(each, what, eyes)) } : cached
}

function changed<A extends AlertRow>(alert: A, { ids, act, span }: Foreseen, { me, nowMs }: Eyes): A {
  if (!ids.includes(alert.id) || !alert.can?.[act as keyof AlertRow['can']]) return alert
  const handled = { by: { id: `user:${me?.id}`, name: me?.name ?? '', isYou: true }, at: new Date(nowMs).toISOString(), via: 'console' }
  const resting = { paging: [], ...('next' in alert ? { next: null } : {}) }
  if (act === 'acknowledge')
    return {
      ...alert,
      ...resting,
      status: 'acknowledged',
      acknowledged: handled,
      snoozedUntil: null,
      can: { ...alert.can, acknowledge: false },
    }
  if (act === 'snooze') {
    const until = new Date(nowMs + msOf(span)).toISOString()
    return { ...alert, ...resting, status: 'snoozed', snoozedUntil: until, can: { ...alert.can, snooze: false, escalate: false } }
  }
  const can = { acknowledge: false, resolve: false, snooze: false, escalate: false, declare: false }
  return { ...alert, ...resting, status: 'resolved', resolved: handled, snoozedUntil: null, can }
}

/** Longer units depend on a calendar; the console offers none of them. */
function msOf(span: string | undefined): number {
  const { amount, unit } = durationOf(span ?? '0m')
  return amount * (SPAN_MS[unit as keyof typeof SPAN_MS] ?? 0)
}
