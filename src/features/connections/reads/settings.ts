import type { Integration as Instance } from '../../../core/policy/schema/intake.ts'
import type { Integration } from '../../../integrations/declaration.ts'
import type { FieldValue, FieldValues } from '../../../integrations/field.ts'
import { secretNameOf } from '../rules.ts'
import type { Vault } from './vault.ts'

export type ReadSettings = { fields: FieldValues; secrets: Record<string, string> }

/** The settings of an instance (or, without one, a type's defaults) as an integration gets them: secrets opened. */
export async function settingsOf(declaration: Integration, instance: Instance | undefined, vault: Vault): Promise<ReadSettings> {
  const secrets: Record<string, string> = {}
  for (const { name, kind } of declaration.fields) {
    if (kind !== 'secret') continue
    const written = instance?.fields[name]
    const reference = secretNameOf(written)
    const text = reference === null ? written : await vault.open(reference)
    if (typeof text === 'string' && text !== '') secrets[name] = text
  }
  return { fields: plainFieldsOf(declaration, instance), secrets }
}

/** What is not secret, with defaults filled in. */
export function plainFieldsOf(declaration: Integration, instance: Instance | undefined): FieldValues {
  const values: FieldValues = {}
  for (const { name, kind, default: fallback } of declaration.fields) {
    const value = instance?.fields[name] ?? fallback
    if (kind !== 'secret' && value !== undefined && typeof value !== 'boolean') values[name] = value as FieldValue
  }
  return values
}
