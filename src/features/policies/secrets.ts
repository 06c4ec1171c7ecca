import { isPlaceholder } from '../../core/policy/placeholder.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Integration } from '../../core/policy/schema/intake.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** A text to be kept encrypted under a name; the bundle holds `secret:name`. */
export type ToSeal = { name: string; text: string }

export type SecretRules = {
  /** Names of the secret fields of a type of integration. */
  secretFields(type: string): readonly string[]
  /** Tells whether two secrets are the same one without telling either. */
  fingerprint(text: string): string
}

const REFERENCE = 'secret:'
/** Kept from a variable: the name remembers which, so that an export can say `${VAR}` again. */
const FROM_VARIABLE = `${REFERENCE}env.`
/** Kept from a text that stood in the bundle. */
const FROM_TEXT = `${REFERENCE}text.`

const isReference = (text: string): boolean => text.startsWith(REFERENCE)
const variableOf = (placeholder: string): string => placeholder.slice(2, -1)

/** What an export says instead of a secret; applied to the server that wrote it, it means "as it is". */
function exportedAs(value: string, place: { id: string; field: string }): string {
  if (value.startsWith(FROM_VARIABLE)) return `\${${value.slice(FROM_VARIABLE.length).split('.')[0]}}`
  if (isReference(value) || isPlaceholder(value)) return value
  return `\${TOCSIN_KEPT_${`${place.id}_${place.field}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}}`
}

type Replace = (value: string, place: { id: string; field: string }) => string

/** Puts something else into the place of every secret of an integration: its key and its secret fields. */
function replaceSecrets(integration: Integration, names: readonly string[], replace: Replace): Integration {
  const { id, key, fields } = integration
  const replaced = Object.entries(fields).map(([field, value]) => {
    const isSecret = names.includes(field) && typeof value === 'string' && value !== ''
    return [field, isSecret ? replace(value, { id, field }) : value]
  })
  return { ...integration, ...(key ? { key: replace(key, { id, field: 'key' }) } : {}), fields: Object.fromEntries(replaced) }
}

/** A bundle that may be shown, mailed or committed: of a secret it has the name only. */
export function withoutSecrets(bundle: Bundle, { secretFields }: Pick<SecretRules, 'secretFields'>): Bundle {
  if (!bundle.integrations) return bundle
  return { ...bundle, integrations: bundle.integrations.map((each) => replaceSecrets(each, secretFields(each.type), exportedAs)) }
}

/** Stands where an address is that may not be shown but must be there. */
const HIDDEN_ADDRESS = '${HIDDEN_ADDRESS}'

/** The bundle without how people and channels are reached: for those who may read the policy and not change it. */
export function withoutAddresses(bundle: Bundle): Bundle {
  const { users, channels, calendars } = bundle
  return {
    ...bundle,
    ...(users ? { users: users.map((user) => ({ ...user, contacts: { webpush: [] } })) } : {}),
    ...(channels ? { channels: channels.map(({ url: _, ...channel }) => channel) } : {}),
    // Whoever knows the address of a calendar reads all of it.
    ...(calendars ? { calendars: calendars.map((calendar) => ({ ...calendar, url: HIDDEN_ADDRESS })) } : {}),
  }
}

/**
 * Takes secrets out of a bundle that is about to be applied. A variable without a value keeps what the running integration
 * has from it; without that it stays written and is a warning.
 */
export function sealSecrets(
  bundle: Bundle,
  { current, variables, rules }: { current: Bundle | null; variables: Variables; rules: SecretRules },
): { bundle: Bundle; toSeal: ToSeal[] } {
  if (!bundle.integrations) return { bundle, toSeal: [] }
  const toSeal: ToSeal[] = []
  const running = new Map((current?.integrations ?? []).map((each) => [each.id, each]))
  const seal = (prefix: string, text: string): string => {
    const reference = `${prefix}${rules.fingerprint(text)}`
    toSeal.push({ name: reference.slice(REFERENCE.length), text })
    return reference
  }
  const replace: Replace = (value, place) => {
    if (isReference(value)) return value
    if (!isPlaceholder(value)) return seal(FROM_TEXT, value)
    const text = variables[variableOf(value)]
    if (text !== undefined) return seal(`${FROM_VARIABLE}${variableOf(value)}.`, text)
    const old = running.get(place.id)
    const had = place.field === 'key' ? old?.key : old?.fields[place.field]
    return typeof had === 'string' && exportedAs(had, place) === value ? had : value
  }
  const integrations = bundle.integrations.map((each) => replaceSecrets(each, rules.secretFields(each.type), replace))
  return { bundle: { ...bundle, integrations }, toSeal }
}
