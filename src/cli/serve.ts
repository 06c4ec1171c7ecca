import type { Command } from 'commander'
import { hasAdmin } from '../platform/auth/accounts.ts'
import { announceInstance } from '../platform/auth/instance.ts'
import { createSetupToken, setupUrl } from '../platform/auth/links.ts'
import { publicUrlOf, type Settings } from '../platform/config.ts'
import { requireFree } from '../platform/http/listen.ts'
import { localUrl, removeInstance, writeInstance } from '../platform/instance-file.ts'
import { createLog, type Log } from '../platform/log.ts'
import type { RunningApp } from '../platform/platform.ts'
import { prepare } from './prepare.ts'
import { printLine } from './print.ts'
import { version } from './program.ts'
import { addSettingFlags, settingsFrom } from './settings-flags.ts'

/** Ending by itself takes below five seconds; what hangs longer than this is cut. */
const LAST_RESORT_MS = 9_000
/** npm and our own starter pass on a Ctrl-C that the terminal has sent to everybody already. */
const SAME_KEYSTROKE_MS = 500
/** What shells call ended by Ctrl-C. */
const INTERRUPTED = 130

export function define(command: Command): void {
  addSettingFlags(command)
  command
    .option('--demo', 'add a living example organisation (tagged, removable with one click)')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin serve\n  tocsin serve --demo\n  tocsin serve --port 8080 --data /var/lib/tocsin --public-url https://tocsin.example.com',
    )
    .action(async () => {
      const log = createLog()
      // Heard from the first moment: a start broken off must not leave the database running.
      const asked = untilAskedToStop(() => printLine('Tocsin stops when what is under way is done; Ctrl-C again ends it at once.'))
      const running = await serve(settingsFrom(command), log)
      const defect = await asked
      if (defect) log.fatal({ err: defect }, 'a defect: Tocsin stops, so that whoever supervises it starts it afresh')
      setTimeout(() => process.exit(1), LAST_RESORT_MS).unref()
      await running.stop()
      process.exit(defect ? 1 : 0)
    })
}

/** Starts everything: data folder, database, application. Prints where it is and, without an admin, the set-up link. */
export async function serve(settings: Settings, log: Log): Promise<{ url: string | null; stop: () => Promise<void> }> {
  // First what is quickest to know: a port in use must not cost the start and stop of a database.
  if (settings.role !== 'worker') await requireFree(settings)
  const prepared = await prepare(settings, log)
  let app: RunningApp | undefined
  try {
    const { startApp } = await import('../app.ts') // only now: everything it loads would slow down --help
    app = await startApp({ settings, version, log, secretKey: prepared.secretKey, databaseUrl: prepared.databaseUrl })
    const forget = await introduce(settings, app)
    const started = app
    const stop = async (): Promise<void> => {
      await forget().catch((err) => log.warn({ err }, 'could not sign off'))
      await started.stop()
      await prepared.stop()
    }
    return { url: app.port === null ? null : localUrl(settings.host, app.port), stop }
  } catch (error) {
    await app?.stop()
    await prepared.stop()
    throw error
  }
}

async function introduce(settings: Settings, { port, doorkeeper }: RunningApp): Promise<() => Promise<void>> {
  const { pool, now } = doorkeeper
  if (port === null) {
    printLine('Tocsin works: timers and sending (TOCSIN_ROLE=worker).')
    return async () => undefined
  }
  const publicUrl = publicUrlOf({ ...settings, port })
  const url = localUrl(settings.host, port)
  const withdraw = await announceInstance(pool, url, now())
  await writeInstance(settings.dataFolder, { url, pid: process.pid })
  const link = (await hasAdmin(pool)) ? '' : `\nSet it up here, once: ${setupUrl(publicUrl, await createSetupToken(pool, now()))}`
  printLine(`Tocsin is up: ${publicUrl}${link}`)
  return async () => {
    await removeInstance(settings.dataFolder, process.pid)
    await withdraw()
  }
}

/** Resolves with the first Ctrl-C or request to end, or with the error nobody caught; a later Ctrl-C ends at once. */
function untilAskedToStop(tell: () => void): Promise<Error | null> {
  return new Promise((stop) => {
    let isAsked = false
    let isImpatient = false
    const ask = (): void => {
      if (isImpatient) process.exit(INTERRUPTED)
      if (!isAsked) tell()
      isAsked = true
      setTimeout(() => {
        isImpatient = true
      }, SAME_KEYSTROKE_MS).unref()
      stop(null)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    process.once('uncaughtException', stop)
  })
}
