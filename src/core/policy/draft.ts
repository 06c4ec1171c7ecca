import type { Path } from './finding.ts'
import type { Bundle } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'
import { organizationSchema } from './schema/organization.ts'

/**
 * What of a bundle can be understood although other parts cannot, so that all errors are told at once: `bundle` holds
 * the valid entries, `pathOf` tells where each of them was written.
 */
export type Draft = { raw: Readonly<Record<string, unknown>>; bundle: Bundle; pathOf(entry: object): Path }

export function draftOf(raw: Readonly<Record<string, unknown>>): Draft {
  const paths = new Map<object, Path>()
  const sections = Object.entries(bundleSchema.shape).map(
    ([name, schema]) => [name, understood(schema, raw[name], (entry, index) => paths.set(entry, [name, index]))] as const,
  )
  const known = Object.fromEntries(sections.filter(([, value]) => value !== undefined))
  const organization = known.organization ?? organizationSchema.parse({ name: 'unnamed' })
  return { raw, bundle: { ...known, version: 1, organization } as Bundle, pathOf: (entry) => paths.get(entry) ?? [] }
}

type Section = (typeof bundleSchema.shape)[keyof typeof bundleSchema.shape]

function understood(schema: Section, value: unknown, note: (entry: object, index: number) => void): unknown {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return schema.safeParse(value).data
  return value.flatMap((entry, index) => {
    const list = schema.safeParse([entry]).data as unknown[] | undefined
    const parsed = list?.[0]
    if (typeof parsed === 'object' && parsed !== null) note(parsed, index)
    return list ?? []
  })
}
