import type { Environment, Settings } from './config.ts'
import { type Declaration, declarations } from './setting-declarations.ts'
import { withoutPassword } from './without-password.ts'

/** A setting as it may be shown: secrets are only said to be there, addresses without their password. */
export type ShownSetting = { setting: string; value: string; from: 'environment' | 'flag' | 'default' | 'absent'; says: string }

/** What an environment says, also where it is wrong. */
export const settingsIn = (env: Environment): ShownSetting[] =>
  all().map(([, declaration]) => {
    const given = env[declaration.variable] || undefined
    const text = given ?? declaration.fallback ?? ''
    return shown(declaration, text, given !== undefined ? 'environment' : text ? 'default' : 'absent')
  })

/** What a process goes by. Flags win over its environment and are told by their value being another one. */
export const settingsOf = (settings: Settings, env: Environment): ShownSetting[] =>
  all().map(([name, declaration]) => {
    const text = textOf(settings[name as keyof Settings])
    const given = env[declaration.variable] || undefined
    const isSaid = (written: string | undefined): boolean => written !== undefined && textOf(read(declaration, written)) === text
    if (name === 'dataFolder') return shown(declaration, text, given ? 'environment' : 'default')
    if (given !== undefined && isSaid(given)) return shown(declaration, text, 'environment')
    if (given === undefined && isSaid(declaration.fallback)) return shown(declaration, text, text ? 'default' : 'absent')
    return shown(declaration, text, text ? 'flag' : 'absent')
  })

const all = (): [string, Declaration][] => Object.entries(declarations)
const read = ({ schema }: Declaration, written: string): unknown => schema.safeParse(written).data
const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : (value ?? '') === '' ? '' : String(value))

function shown({ variable, isSecret, says }: Declaration, text: string, from: ShownSetting['from']): ShownSetting {
  const value = text && isSecret ? (text.includes('://') ? withoutPassword(text) : '(set)') : text
  return { setting: variable, value: value || '-', from, says }
}
