import { z } from 'zod'
import { duration, listOf, percent, reference, slug, text } from './primitives.ts'
import { when } from './when-clause.ts'

/** The moments a clock can start from or stop at. */
export const ANCHORS = [
  'started',
  'detected',
  'accepted',
  'declared',
  'acknowledged',
  'severity_raised',
  'mitigated',
  'resolved',
  'closed',
] as const
export type Anchor = (typeof ANCHORS)[number]
export const anchor = z.enum(ANCHORS)

export const MUSTS = ['acknowledge', 'assign', 'notify', 'update', 'publish', 'email', 'escalate', 'complete'] as const
export type Must = (typeof MUSTS)[number]

const onMiss = z.strictObject({ remind: listOf(reference), page: listOf(reference) })

/** What each `must` cannot do without. */
const NEEDED: Partial<Record<Must, 'role' | 'audience' | 'to' | 'what'>> = {
  assign: 'role',
  notify: 'audience',
  escalate: 'to',
  complete: 'what',
}

export const obligationSchema = z
  .strictObject({
    id: slug,
    name: text.optional(),
    when,
    must: z.enum(MUSTS),
    role: reference.optional(),
    audience: reference.optional(),
    to: listOf(reference),
    what: text.optional(),
    owner: reference.optional(),
    by: listOf(slug),
    met_by: z.enum(['sent', 'delivered', 'acknowledged']).optional(),
    within: duration.optional(),
    every: duration.optional(),
    of: anchor.optional(),
    from: anchor.optional(),
    until: anchor.optional(),
    warn: percent.optional(),
    on_miss: listOf(onMiss),
  })
  .superRefine((rule, context) => {
    const complain = (message: string, remedy: string, at: string) =>
      context.addIssue({ code: 'custom', message, path: [at], params: { remedy } })
    const needed = NEEDED[rule.must]
    const value = needed && rule[needed]
    if (needed && (!value || value.length === 0)) complain(`\`must: ${rule.must}\` has no \`${needed}\``, `add \`${needed}:\``, 'must')
    if (!rule.within && !rule.every) complain('the obligation has no clock', 'add `within: 15m` or `every: 30m`', 'id')
    if (rule.within && rule.every && rule.must !== 'update') complain('`within` and `every` are both given', 'keep one of them', 'every')
  })
export type ObligationRule = z.output<typeof obligationSchema>

export const triggerSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  when,
  page: listOf(reference),
  escalation: listOf(reference),
  call_out: z.boolean().default(false),
})
export type Trigger = z.output<typeof triggerSchema>
