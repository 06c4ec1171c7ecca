import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { type Declaration, declarations } from './setting-declarations.ts'

type Declared = typeof declarations
type Name = keyof Declared
type Defaulted = { [K in Name]: Declared[K] extends { fallback: string } ? K : never }[Name]

/** Everything the installation is told from outside. Absent settings without a default are null. */
export type Settings = { [K in Name]: z.output<Declared[K]['schema']> | (K extends Defaulted ? never : null) } & {
  /** `--demo`: add the living example organisation. */
  isDemo: boolean
}

/** Something wrong with one setting: the message carries its value (unless it is secret) and the remedy. */
export type Problem = { setting: string; message: string }

export type SettingsRead = { settings: Settings } | { problems: Problem[] }

export type Environment = Readonly<Record<string, string | undefined>>

const names = Object.keys(declarations) as Name[]
const options = Object.fromEntries(names.map((name) => [declarations[name].flag, { type: 'string' as const }]))

/**
 * Reads the settings from flags and, where a flag is absent, from the environment, and checks them all, so that
 * every mistake is told at once. An empty variable counts as absent.
 */
export function readSettings(env: Environment, argv: readonly string[]): SettingsRead {
  const flags = readFlags(argv)
  if ('problems' in flags) return flags
  const problems: Problem[] = []
  const values: Record<string, unknown> = { isDemo: flags.isDemo }
  for (const name of names) {
    const declaration: Declaration = declarations[name]
    const given = flags.values[declaration.flag] ?? (env[declaration.variable] || undefined)
    const source = flags.values[declaration.flag] === undefined ? declaration.variable : `--${declaration.flag}`
    const text = given ?? declaration.fallback
    const read = text === undefined ? null : declaration.schema.safeParse(text)
    if (read && !read.success)
      problems.push({ setting: source, message: explain({ source, text: text ?? '', declaration, error: read.error }) })
    values[name] = read?.success ? read.data : null
  }
  problems.push(...missingPartners(values))
  if (problems.length > 0) return { problems }
  return { settings: withDerived(values as Settings) }
}

type Flags = { values: Record<string, string | undefined>; isDemo: boolean }

function readFlags(argv: readonly string[]): Flags | { problems: Problem[] } {
  try {
    const { values } = parseArgs({ args: [...argv], options: { ...options, demo: { type: 'boolean' } }, allowPositionals: false })
    const { demo, ...texts } = values
    return { values: texts as Flags['values'], isDemo: demo === true }
  } catch (error) {
    const [first = ''] = (error as Error).message.split('. ')
    return { problems: [{ setting: 'flags', message: `${first}. "tocsin serve --help" lists the flags.` }] }
  }
}

type Mistake = { source: string; text: string; declaration: Declaration; error: z.ZodError }

function explain({ source, text, declaration, error }: Mistake): string {
  const shown = declaration.isSecret ? '(not shown)' : JSON.stringify(text)
  return `${source} is ${shown}: ${error.issues.map(({ message }) => message).join('; ')}.`
}

function missingPartners({ adminEmail, adminPassword }: Record<string, unknown>): Problem[] {
  if ((adminEmail === null) === (adminPassword === null)) return []
  const setting = adminEmail === null ? 'TOCSIN_ADMIN_EMAIL' : 'TOCSIN_ADMIN_PASSWORD'
  return [{ setting, message: `${setting} is missing or wrong: the first admin needs both TOCSIN_ADMIN_EMAIL and TOCSIN_ADMIN_PASSWORD.` }]
}

const withDerived = (settings: Settings): Settings => ({ ...settings, dataFolder: resolve(settings.dataFolder) })

const ANY_ADDRESS = new Set(['0.0.0.0', '::', '[::]'])

/** The address people are given: what the setting says, else the one we listen on. */
export function publicUrlOf({ publicUrl, host, port }: Pick<Settings, 'publicUrl' | 'host' | 'port'>): string {
  if (publicUrl) return publicUrl
  const name = ANY_ADDRESS.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
