import type { Policy } from '../policy.ts'
import type { Template } from '../schema/publication.ts'
import type { Found, LintRule } from './lint-rule.ts'

const ADDRESS = /[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+/
const PLACEHOLDER = /\{\{-?\s*organization\.support\b/

/** What customers get in their own hands. The status page names the address below every text by itself. */
function isForCustomers({ for: audience, moment }: Template, { bundle }: Policy): boolean {
  const outside = (bundle.audiences ?? []).filter((each) => each.outside).map(({ id }) => id)
  return moment !== 'page' && ['email', 'customers', ...outside].includes(audience)
}

/** Customers read that something is wrong, and not whom they can ask. */
export const noSupportAddress: LintRule = {
  id: 'no-support-address',
  level: 'warning',
  find: ({ policy }) => {
    const { organization, templates = [], status_pages: pages = [] } = policy.bundle
    const outward = templates.flatMap((template, index) => (isForCustomers(template, policy) ? [{ template, index }] : []))
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
