import type { Command } from 'commander'
import type { Environment } from '../platform/config.ts'
import { readSettings } from '../platform/config.ts'
import { type Declaration, declarations } from '../platform/setting-declarations.ts'
import { examine, type Finding } from './examine.ts'
import { withoutPassword } from './prepare.ts'
import { printJson, printLine, printTable, styled } from './print.ts'

const MARKS: Record<Finding['state'], string> = {
  good: styled('green', 'ok  '),
  missing: styled('yellow', 'note'),
  broken: styled('red', 'FAIL'),
}

export function define(command: Command): void {
  command
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 works (notes are no failures), 1 something is broken, 2 a setting is wrong.\n\nExamples:\n  tocsin doctor\n  tocsin doctor --json',
    )
    .action(async () => {
      process.exitCode = await doctor(process.env, command.opts().json === true)
    })
}

type Shown = { setting: string; value: string; from: 'environment' | 'default' | 'absent'; says: string }

/** Every setting as it stands, secrets not shown. */
export function shownSettings(env: Environment): Shown[] {
  return (Object.values(declarations) as Declaration[]).map(({ variable, fallback, isSecret, says }) => {
    const given = env[variable] || undefined
    const value = given === undefined ? (fallback ?? '') : isSecret ? hidden(given) : given
    return { setting: variable, value: value || '-', from: given !== undefined ? 'environment' : fallback ? 'default' : 'absent', says }
  })
}

const hidden = (value: string): string => (value.includes('://') ? withoutPassword(value) : '(set)')

async function doctor(env: Environment, isJson: boolean): Promise<number> {
  const settings = shownSettings(env)
  const read = readSettings(env, [])
  const findings: Finding[] =
    'settings' in read
      ? await examine(read.settings)
      : read.problems.map(({ setting, message }) => ({ about: setting, state: 'broken', message }))
  const exitCode = 'problems' in read ? 2 : findings.some(({ state }) => state === 'broken') ? 1 : 0
  if (isJson) {
    printJson({ settings, findings, exitCode })
    return exitCode
  }
  printTable(settings.map(({ setting, value, from, says }) => [setting, from === 'environment' ? value : `${value} (${from})`, says]))
  printLine()
  for (const { about, state, message } of findings) printLine(`${MARKS[state]} ${about}: ${message}`)
  return exitCode
}
