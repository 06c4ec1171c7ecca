import type { Command } from 'commander'
import { readSettings, type Settings } from '../platform/config.ts'
import { type Declaration, declarations } from '../platform/setting-declarations.ts'
import { Failure } from './failure.ts'

const MISUSED = 2

/** Adds a flag for every setting; the values are read by `settingsFrom`. */
export function addSettingFlags(command: Command): void {
  for (const { flag, variable, says, fallback } of Object.values(declarations) as Declaration[])
    command.option(`--${flag} <value>`, `${says} (${variable}${fallback ? `, default ${fallback}` : ''})`)
}

/** The settings from the flags given to this verb and the environment. Ends the verb with all mistakes at once. */
export function settingsFrom(command: Command): Settings {
  const given = command.opts<Record<string, string | boolean>>()
  const argv: string[] = []
  for (const { flag } of Object.values(declarations) as Declaration[]) {
    const value = given[flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
    if (typeof value === 'string') argv.push(`--${flag}=${value}`)
  }
  if (given.demo === true) argv.push('--demo')
  const read = readSettings(process.env, argv)
  if ('settings' in read) return read.settings
  const details = read.problems.map(({ message }) => message)
  throw new Failure(details.length === 1 ? 'a setting is wrong:' : `${details.length} settings are wrong:`, { exitCode: MISUSED, details })
}
