import { existsSync, readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { Failure } from './failure.ts'
import { verbs } from './verbs.ts'

const MISUSED = 2
const here = import.meta.url
/** `.ts` in the checkout, `.js` in the published package. */
const ending = here.slice(here.lastIndexOf('.'))

type VerbFile = { define: (command: Command) => void }

export const version: string = JSON.parse(readFileSync(new URL('../../package.json', here), 'utf8')).version

/** Runs one verb and gives the exit code: 0 done, 1 it did not work, 2 asked wrongly (a verb may say more). */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('tocsin')
    .description('Incident response by policy.')
    .version(version)
    .exitOverride()
    // A verb's options are its own, also where a verb of a verb has some of the same name.
    .enablePositionalOptions()
    .showHelpAfterError('(tocsin --help lists the verbs)')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin serve --port 4400\n  tocsin doctor\n  tocsin lint policies/example\n\n"tocsin <verb> --help" shows the options of a verb.',
    )
  const wanted = argv.find((each) => !each.startsWith('-'))
  const isLasting = verbs.some((verb) => verb.name === wanted && verb.isLasting)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => whenUnread(error, isLasting))
  for (const { name, summary, isOffline } of verbs) {
    const command = program.command(name).description(summary).exitOverride()
    if (name === wanted && isOffline) await readPlainly()
    if (name === wanted) await load(name, command)
  }
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return report(error)
  }
}

/** `tocsin alert list | head` stops reading when it has enough: that is no failure of ours. A server goes on unread, and stops in order. */
function whenUnread(error: NodeJS.ErrnoException, isLasting: boolean): void {
  if (error.code !== 'EPIPE') throw error
  if (!isLasting) process.exit()
}

/** Writing and compiling code for each schema pays when many bundles are read; for the one of a command it is 40 ms lost. */
async function readPlainly(): Promise<void> {
  const { config } = await import('zod/v4/core')
  config({ jitless: true })
}

async function load(name: string, command: Command): Promise<void> {
  const file = new URL(`./${name}${ending}`, here)
  if (existsSync(file)) {
    const { define } = (await import(file.href)) as VerbFile
    define(command)
    return
  }
  command.allowUnknownOption().allowExcessArguments()
  command.action(() => {
    throw new Failure(`tocsin ${version} cannot "${name}" yet.`, { exitCode: MISUSED })
  })
}

function report(error: unknown): number {
  // Commander has written its own message; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED
  const { message, details = [], exitCode = 1 } = error as Partial<Failure>
  process.stderr.write(`tocsin: ${message}\n${details.map((each) => `  ${each}\n`).join('')}`)
  if (process.env.TOCSIN_DEBUG) process.stderr.write(`${(error as Error).stack}\n`)
  return exitCode
}
