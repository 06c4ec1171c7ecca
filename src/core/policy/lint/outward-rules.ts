import { insideWordsIn, isForCustomers } from '../customer-texts.ts'
import type { Bundle } from '../schema/bundle.ts'
import type { Template } from '../schema/publication.ts'
import type { Found, LintRule } from './lint-rule.ts'

const ADDRESS = /[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+/
const PLACEHOLDER = /\{\{-?\s*organization\.support\b/

/** The status page names the address below every text by itself. */
const isMail = (template: Template, bundle: Bundle): boolean => template.for !== 'status-page' && isForCustomers(template, bundle)

/** Customers read that something is wrong, and not whom they can ask. */
export const noSupportAddress: LintRule = {
  id: 'no-support-address',
  level: 'warning',
  find: ({ policy }) => {
    const { organization, templates = [], status_pages: pages = [] } = policy.bundle
    const outward = templates.flatMap((template, index) => (isMail(template, policy.bundle) ? [{ template, index }] : []))
    const silent = outward.filter(({ template: { text } }) => !PLACEHOLDER.test(text) && !ADDRESS.test(text))
    const found = silent.map(
      ({ template: { id }, index }): Found => ({
        path: ['templates', index, 'text'],
        message: `whoever reads "${id}" is not told whom to write to`,
        remedy: 'add {{ organization.support }} to the text',
        cost: COST,
      }),
    )
    const isNeeded = pages.some((each) => !each.private) || outward.some(({ template: { text } }) => PLACEHOLDER.test(text))
    if (organization.support || !isNeeded) return found
    const message = 'customers are written to, and there is no address of support'
    return [...found, { path: ['organization'], message, remedy: 'add `support: support@…` to `organization:`', cost: COST }]
  },
}

const COST = 'customers who are still in trouble find nobody, or write to everybody'

/** A text for customers that names what was written for colleagues: it is never filled in there. */
export const insideWords: LintRule = {
  id: 'inside-words',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.templates ?? []).flatMap((template, index) => {
      if (!isForCustomers(template, bundle)) return []
      const parts = [['subject', template.subject ?? ''] as const, ['text', template.text] as const]
      return parts.flatMap(([part, text]) =>
        insideWordsIn(text, bundle).map(
          (name): Found => ({
            ...{ path: ['templates', index, part], at: { words: name } },
            message: `"${template.id}" is for customers, and {{ ${name} }} is written for colleagues`,
            remedy: remedyFor(name, bundle),
            cost: 'it is never filled in for customers: the text is held back when it is needed',
          }),
        ),
      )
    }),
}

function remedyFor(name: string, { incident }: Bundle): string {
  const field = name.replace(/^incident\./, '')
  if (incident?.impact[field])
    return `write {{ update.text }}, or add a field for customers; \`public: true\` on ${field} says that whoever fills it in writes for them`
  return field === 'title' ? 'write {{ incident.public_title }}' : 'write {{ update.text }}, or an impact field with `public: true`'
}
