import type { Command } from 'commander'
import type { InstallationAnswer } from '../features/installation/contract.ts'
import { type Environment, readSettings, type Settings } from '../platform/config.ts'
import { keyFileOf, readKey } from '../platform/data-folder.ts'
import { openPool } from '../platform/db/pool.ts'
import { examine, type Finding } from '../platform/examine.ts'
import { readInstance } from '../platform/instance-file.ts'
import { mailServerIn, storedMailServer } from '../platform/mail-server.ts'
import type { MailServer } from '../platform/outbound/own-smtp.ts'
import { createSecrets } from '../platform/secrets.ts'
import { type ShownSetting, settingsIn } from '../platform/shown-settings.ts'
import { connect, NotRunning } from './client.ts'
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
      '\nWhere a server answers, what it goes by is shown; else what one started from this shell would go by.\nExit codes: 0 works (notes are no failures), 1 something is broken, 2 a setting is wrong.\n\nExamples:\n  tocsin doctor\n  tocsin doctor --json',
    )
    .action(async () => {
      process.exitCode = await doctor(process.env, command.opts().json === true)
    })
}

/** `of` says whose settings and findings these are; `elsewhere` are settings that this shell has otherwise than the server. */
type Report = {
  of: 'server' | 'shell'
  server: { url: string; pid: number; role: string } | null
  settings: ShownSetting[]
  findings: Finding[]
  elsewhere: { setting: string; here: string; server: string }[]
  exitCode: number
}

async function doctor(env: Environment, isJson: boolean): Promise<number> {
  const report = await reportOf(env)
  if (isJson) printJson(report)
  else printReport(report)
  return report.exitCode
}

async function reportOf(env: Environment): Promise<Report> {
  const own = settingsIn(env)
  const read = readSettings(env, [])
  if ('problems' in read) {
    const findings = read.problems.map(({ setting, message }): Finding => ({ about: setting, state: 'broken', message }))
    return { of: 'shell', server: null, settings: own, findings, elsewhere: [], exitCode: 2 }
  }
  const asked = await askServer(env)
  if ('silent' in asked) {
    const findings = [...asked.silent, ...(await examineShell(read.settings))]
    return { of: 'shell', server: null, settings: own, findings, elsewhere: [], exitCode: exitCodeFor(findings) }
  }
  const { url, answer } = asked
  const { settings, findings, pid, role } = answer
  return {
    of: 'server',
    server: { url, pid, role },
    settings,
    findings,
    elsewhere: otherwise(own, settings),
    exitCode: exitCodeFor(findings),
  }
}

const exitCodeFor = (findings: Finding[]): number => (findings.some(({ state }) => state === 'broken') ? 1 : 0)

/** What the running server says of itself, or why none does; that none runs is for the examination to say. */
async function askServer(env: Environment): Promise<{ url: string; answer: InstallationAnswer } | { silent: Finding[] }> {
  try {
    const { url, call } = await connect(env)
    return { url, answer: await call<InstallationAnswer>('GET', '/api/v1/installation') }
  } catch (error) {
    if (error instanceof NotRunning) return { silent: [] }
    return { silent: [{ about: 'server', state: 'broken', message: (error as Error).message }] }
  }
}

/** Only what this shell says itself: that it lacks what the server was started with is how it usually is. */
function otherwise(own: ShownSetting[], ofServer: ShownSetting[]): Report['elsewhere'] {
  const there = new Map(ofServer.map(({ setting, value }) => [setting, value]))
  return own.flatMap(({ setting, value, from }) => {
    const server = there.get(setting) ?? '-'
    return from === 'environment' && value !== server && !FINDS_THE_SERVER.has(setting) ? [{ setting, here: value, server }] : []
  })
}

/** By these the server was found, so they mean the same, however they are written. */
const FINDS_THE_SERVER = new Set(['TOCSIN_DATA', 'DATABASE_URL'])

async function examineShell(settings: Settings): Promise<Finding[]> {
  return examine({ settings, mail: await mailOf(settings), running: await readInstance(settings.dataFolder) })
}

/** As a process started from here would have it: its own, else what others have left in the database. */
async function mailOf(settings: Settings): Promise<MailServer> {
  if (settings.smtpUrl) return { url: mailServerIn(settings), from: 'environment' }
  const url = await keptMailServer(settings).catch((): null => null) // what is wrong with database or key is told about those
  return { url, from: url === null ? 'nowhere' : 'database' }
}

async function keptMailServer({ databaseUrl, dataFolder, secretKey }: Settings): Promise<string | null> {
  const key = secretKey ? Buffer.from(secretKey, 'base64') : await readKey(keyFileOf(dataFolder))
  if (!databaseUrl || !key) return null
  const pool = openPool({ url: databaseUrl, name: 'tocsin doctor', connections: 1 })
  return storedMailServer({ pool, secrets: createSecrets(key) }).finally(() => pool.end())
}

function printReport({ server, settings, findings, elsewhere }: Report): void {
  printLine(
    server
      ? `What the server at ${server.url} (process ${server.pid}, role ${server.role}) goes by:`
      : 'No server answers: what one started from this shell would go by:',
  )
  printTable(settings.map(({ setting, value, from, says }) => [setting, from === 'environment' ? value : `${value} (${from})`, says]))
  printLine()
  for (const { about, state, message } of findings) printLine(`${MARKS[state]} ${about}: ${message}`)
  if (elsewhere.length === 0) return
  printLine('\nThis shell says otherwise; that counts only for a server started from it:')
  printTable(elsewhere.map(({ setting, here, server: there }) => [setting, `here ${here}`, `the server ${there}`]))
}
