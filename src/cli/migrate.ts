import type { Command } from 'commander'
import { createLog } from '../platform/log.ts'
import { prepare } from './prepare.ts'
import { printJson, printLine } from './print.ts'
import { addSettingFlags, settingsFrom } from './settings-flags.ts'

export function define(command: Command): void {
  addSettingFlags(command)
  command
    .option('--json', 'answer as JSON')
    .addHelpText('after', '\nExamples:\n  tocsin migrate\n  tocsin migrate --database-url postgresql://tocsin@db/tocsin')
    .action(async () => {
      const { migrated, stop } = await prepare(settingsFrom(command), createLog({ level: 'error' }))
      await stop()
      if (command.opts().json) return printJson(migrated)
      for (const name of migrated.applied) printLine(`applied  ${name}`)
      for (const name of migrated.unknown) printLine(`newer    ${name} (of a later version; left as it is)`)
      printLine(migrated.applied.length === 0 ? 'The database is up to date.' : `${migrated.applied.length} migrations applied.`)
    })
}
