import { insideWordsIn, isForCustomers } from '../policy/customer-texts.ts'
import type { Policy } from '../policy/policy.ts'
import type { Template } from '../policy/schema/publication.ts'
import { holds, type WhenFacts } from '../policy/when.ts'
import { render } from './render.ts'
import { type Telling, valuesOf } from './values.ts'

/** `audiences` are what a text may be written for, the most fitting first: an audience, a channel, a road (`chat`, `email`, `sms`), `status-page`. */
export type Wanted = { moment: string; audiences: readonly string[] }

/** The policy's text for a moment and an audience whose condition holds; undefined where it has none. */
export function templateFor(policy: Policy, { moment, audiences }: Wanted, facts: WhenFacts): Template | undefined {
  const fitting = (policy.bundle.templates ?? []).filter((each) => each.moment === moment && holds(each.when, facts))
  for (const audience of audiences) {
    const found = fitting.find((each) => each.for === audience)
    if (found) return found
  }
  return undefined
}

/**
 * `empty` are placeholders without a value, `fault` why a template cannot be read: then nothing of it may be sent. `inside` are
 * those of a text for customers that only colleagues get a value for.
 */
export type Filled = { template: string; subject?: string; text: string; empty: string[]; fault: string | null; inside: string[] }

/** Fills subject and text. Times are told in the zone given, else in the organisation's. */
export function fill(template: Template, telling: Telling, timezone = telling.policy.bundle.organization.timezone): Filled {
  const { bundle } = telling.policy
  const isOutside = telling.isOutside === true || isForCustomers(template, bundle)
  const data = valuesOf({ ...telling, isOutside })
  const parts = [template.subject, template.text].map((part) => (part === undefined ? null : render(part, { data, timezone })))
  const [subject, text] = parts.map((part) => (part === null ? undefined : part.ok || part.reason === 'empty' ? part.text : ''))
  const empty = parts.flatMap((part) => (part && !part.ok && part.reason === 'empty' ? part.empty : []))
  const faulty = parts.find((part) => part && !part.ok && part.reason === 'faulty')
  const fault = faulty && !faulty.ok && faulty.reason === 'faulty' ? faulty.message : null
  const inside = isOutside ? insideWordsIn(`${template.subject ?? ''}\n${template.text}`, bundle) : []
  return {
    ...{ template: template.id, ...(subject === undefined ? {} : { subject }), text: text ?? '' },
    ...{ empty: [...new Set(empty)], fault, inside },
  }
}

export const isReady = ({ empty, fault }: Filled): boolean => empty.length === 0 && fault === null

/** Why a text cannot be sent, with what to do: "fill in incident.eta". */
export function whyNot({ template, empty, fault, inside }: Filled): string {
  if (fault) return `the template "${template}" does not work: ${fault}`
  const hidden = empty.filter((each) => inside.includes(each))
  if (hidden.length > 0)
    return `the template "${template}" names ${hidden.join(', ')}, which is written for colleagues and never told to customers; use {{ update.text }} or an impact field with \`public: true\`, or write the text without the template`
  return `the template "${template}" has nothing for ${empty.join(', ')}; fill ${empty.length === 1 ? 'it' : 'them'} in, or write the text without the template`
}
