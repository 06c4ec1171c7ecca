import { randomBytes } from 'node:crypto'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { Integration } from '../../integrations/declaration.ts'
import { type FieldError, type FieldValues, validateFields } from '../../integrations/field.ts'
import { Problem } from '../../platform/http/problem.ts'
import { writtenTargets } from '../../platform/outbound/written-target.ts'
import type { App } from '../feature.ts'
import type { KeyAnswer } from './contract.ts'
import { vaultOf } from './reads/vault.ts'
import { addressFor, curlFor, KEY_BYTES, PREVIOUS_KEY, PREVIOUS_KEY_UNTIL, referenceTo, secretNameOf } from './rules.ts'

/** After a change of key the old one is taken this long, so that senders can be changed one after the other. */
const OVERLAP = { hours: 24 }

/** Settings as a form sends them, checked, with secrets kept apart: what stands in the policy. An empty secret keeps the old one. */
export async function keptFields(
  app: App,
  declaration: Integration,
  { typed, before }: { typed: Record<string, unknown>; before?: Instance },
): Promise<Instance['fields']> {
  const secrets = declaration.fields.filter((field) => field.kind === 'secret').map((field) => field.name)
  const held = Object.fromEntries(
    secrets.filter((name) => !typed[name] && before?.fields[name] !== undefined).map((name) => [name, before?.fields[name]]),
  )
  const { values, errors } = validateFields(declaration, { ...typed, ...held })
  errors.push(...forbiddenIn(app, values, before))
  if (errors.length > 0) {
    const fields = errors.map(({ field, message }) => ({ field, message }))
    throw new Problem({ code: 'invalid-settings', status: 400, detail: errors.map(({ message }) => message).join(' '), errors: fields })
  }
  const kept: Instance['fields'] = {}
  for (const [name, value] of Object.entries(values)) {
    kept[name] = secrets.includes(name) && !(name in held) ? referenceTo(await vaultOf(app).keep(String(value))) : value
  }
  for (const name of [PREVIOUS_KEY, PREVIOUS_KEY_UNTIL]) if (before?.fields[name] !== undefined) kept[name] = before.fields[name]
  return kept
}

/** Addresses that nothing may be sent to: said where they are typed, not when the first page fails. */
function forbiddenIn({ settings }: App, values: FieldValues, before: Instance | undefined): FieldError[] {
  const objection = writtenTargets(settings.allowTargets)
  return Object.entries(values).flatMap(([field, value]) => {
    const found = typeof value === 'string' && value !== before?.fields[field] ? objection(value) : null
    return found ? [{ field, message: `${found.why}; ${found.remedy}.` }] : []
  })
}

/** A new key, kept: the reference for the policy. */
export const mintKey = async (app: App): Promise<string> => referenceTo(await vaultOf(app).keep(randomBytes(KEY_BYTES).toString('hex')))

/** The same instance under a new key; the one before is taken for a day more. */
export function rotated(instance: Instance, key: string, now: Temporal.Instant): Instance {
  const previous: Instance['fields'] = instance.key
    ? { [PREVIOUS_KEY]: instance.key, [PREVIOUS_KEY_UNTIL]: momentOf(now.add(OVERLAP)) }
    : {}
  return { ...instance, key, fields: { ...instance.fields, ...previous } }
}

export const withInstance = (bundle: Bundle, instance: Instance): Bundle => {
  const others = bundle.integrations ?? []
  const isKnown = others.some((each) => each.id === instance.id)
  return { ...bundle, integrations: isKnown ? others.map((each) => (each.id === instance.id ? instance : each)) : [...others, instance] }
}

/** The key in clear and what to do with it. Null for what takes nothing in, and for a variable that is not set. */
export async function keyOf(app: App, declaration: Integration, instance: Instance): Promise<KeyAnswer | null> {
  if (!declaration.receive || !instance.key) return null
  const name = secretNameOf(instance.key)
  const key = name === null ? instance.key : await vaultOf(app).open(name)
  if (key === null) return null
  const url = addressFor({ type: declaration.id, key, fixedPath: declaration.paths?.[0]?.path ?? null, publicUrl: app.publicUrl })
  const snippet =
    declaration.snippet?.({ url, key, publicUrl: app.publicUrl }) ??
    curlFor(url, { title: 'Something is broken', key: 'test-1', severity: 'critical' })
  return { key, url, snippet }
}
