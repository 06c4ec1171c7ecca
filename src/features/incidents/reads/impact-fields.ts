import type { ImpactField } from '../../../core/policy/schema/organization.ts'

const KINDS: readonly ImpactField['type'][] = ['text', 'number', 'list', 'flag']

/**
 * The policy's impact fields as forms ask for them: what is required first, then words, figures, choices, and flags together at the
 * end. A stored policy keeps no order of its own here (jsonb sorts keys), so that one by meaning is what stays the same.
 */
export function impactFields(fields: Readonly<Record<string, ImpactField>>): [id: string, field: ImpactField][] {
  const place = ({ required, type }: ImpactField): number => (required ? 0 : KINDS.length) + KINDS.indexOf(type)
  return Object.entries(fields).toSorted(([, a], [, b]) => place(a) - place(b))
}
