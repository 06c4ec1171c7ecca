import type { Bundle } from './schema/bundle.ts'
import type { Template } from './schema/publication.ts'

/** What the incident itself knows and only colleagues read; below it every impact field that is not `public: true`. */
const FOR_COLLEAGUES: readonly string[] = ['title', 'impact', 'resolution', 'room', 'bridge', 'responders']

/** Customers get it in their own hands, or read it on the status page. A page by e-mail is for whoever is on call. */
export function isForCustomers({ for: audience, moment }: Pick<Template, 'for' | 'moment'>, { audiences = [] }: Bundle): boolean {
  const outside = audiences.filter((each) => each.outside).map(({ id }) => id)
  return moment !== 'page' && ['email', 'status-page', 'customers', ...outside].includes(audience)
}

/** Whether customers may read a value of the incident: `root_cause` only where its field says `public: true`. */
export function mayCustomersRead(name: string, { incident }: Bundle): boolean {
  if (FOR_COLLEAGUES.includes(name)) return false
  const field = incident?.impact[name]
  return !field || field.public === true
}

const TAG = /\{\{[^{}]{0,1000}\}\}|\{%[^%]{0,1000}%\}/g
const NAMED = /\b(incident|roles)(?:\.|\[\s*["'])([A-Za-z_][\w-]*)/g

/** The names in a text that customers never get a value for, as they are written: `incident.root_cause`. */
export function insideWordsIn(text: string, bundle: Bundle): string[] {
  const named = [...text.matchAll(TAG)].flatMap(([tag]) => [...tag.matchAll(NAMED)])
  const inside = named.filter(([, of, name = '']) => of === 'roles' || !mayCustomersRead(name, bundle))
  return [...new Set(inside.map(([, of, name]) => `${of}.${name}`))]
}
