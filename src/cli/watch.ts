import type { Command } from 'commander'
import { durationMs, parseDuration } from '../core/time/duration.ts'
import { momentOf } from '../core/time/moment.ts'
import { type Look, type News, type Patience, type Watch, watched } from '../core/watch/watch.ts'
import { createClock } from '../engine/clock.ts'
import { createGuardedFetch } from '../platform/outbound/guarded-fetch.ts'
import type { GuardedFetch } from '../platform/outbound/outbound.ts'
import { createSmtp } from '../platform/outbound/smtp.ts'
import { Failure } from './failure.ts'
import { printLine } from './print.ts'

const MISUSED = 2
/** Longer than a slow answer, shorter than the pause between two looks. */
const LOOK_TIMEOUT_MS = 10_000
const SMTP = 'TOCSIN_WATCH_SMTP_URL'
const NTFY_TOKEN = 'TOCSIN_WATCH_NTFY_TOKEN'

type Options = { every: string; silent: string; again: string; ntfy: string[]; webhook: string[]; mail: string[]; test?: boolean }
type Page = { title: string; text: string; isUrgent: boolean }
type Road = { name: string; send(page: Page): Promise<void> }

const collect = (value: string, before: string[]): string[] => [...before, value]

export function define(command: Command): void {
  command
    .argument('<url>', 'address of the installation to watch')
    .option('--silent <duration>', 'page when it has not been well for so long', '3m')
    .option('--again <duration>', 'page again when it still is not', '15m')
    .option('--every <duration>', 'look so often', '15s')
    .option('--ntfy <url>', `page by this ntfy topic, may be given again (token: ${NTFY_TOKEN})`, collect, [])
    .option('--webhook <url>', 'page by posting JSON there, may be given again', collect, [])
    .option('--mail <address>', `page by e-mail, may be given again (server: ${SMTP})`, collect, [])
    .option('--test', 'send one page by every road now, and end')
    .addHelpText(
      'after',
      '\nRun it on another machine, with roads of its own: it must not fall with what it watches.\n\nExamples:\n  tocsin watch https://tocsin.example.com --ntfy https://ntfy.sh/our-pager\n  TOCSIN_WATCH_SMTP_URL=smtps://user:password@mail.example.com tocsin watch https://tocsin.example.com --mail ops@example.com --test',
    )
    .action((url: string, options: Options) => run(url, options))
}

async function run(url: string, options: Options): Promise<void> {
  const patience = { silentMs: lengthOf('--silent', options.silent), againMs: lengthOf('--again', options.again) }
  const everyMs = lengthOf('--every', options.every)
  if (!URL.canParse(url)) throw new Failure(`"${url}" is no address; write for example https://tocsin.example.com`, { exitCode: MISUSED })
  // Whoever runs it chooses what it may reach; metadata addresses stay closed all the same.
  const fetch = createGuardedFetch({ allowTargets: ['0.0.0.0/0', '::/0'] })
  const roads = roadsFrom(options, fetch)
  if (roads.length === 0) throw new Failure('there is no road to page by; give --ntfy, --webhook or --mail', { exitCode: MISUSED })
  const host = new URL(url).host
  if (options.test) return await test(roads, host)
  printLine(`watching ${host}, by ${roads.map(({ name }) => name).join(', ')}`)
  await watchForEver({ look: () => lookAt(url, fetch), tell: (news) => tellAll(roads, pageOf(host, news)), patience, everyMs })
}

function lengthOf(option: string, text: string): number {
  const duration = parseDuration(text)
  if (!duration || durationMs(duration) === 0)
    throw new Failure(`${option}: "${text}" is no duration; write for example 3m or 15s`, { exitCode: MISUSED })
  return durationMs(duration)
}

type Parts = { look(): Promise<Look>; tell(news: News): Promise<boolean>; patience: Patience; everyMs: number }

async function watchForEver({ look, tell, patience, everyMs }: Parts): Promise<never> {
  const clock = createClock()
  let watch: Watch = { wellAt: momentOf(clock.now()), pagedAt: null, said: '' }
  for (;;) {
    const seen = await look()
    const next = watched(watch, seen, { now: clock.now(), patience })
    // A page that no road took is owed still: the next look tries again.
    const isTold = next.news ? await tell(next.news) : true
    watch = isTold ? next.watch : { ...next.watch, wellAt: watch.wellAt, pagedAt: watch.pagedAt }
    await new Promise<void>((resolve) => clock.at(clock.now().add({ milliseconds: everyMs }), resolve))
  }
}

async function lookAt(url: string, fetch: GuardedFetch): Promise<Look> {
  try {
    const { status, body } = await fetch(`${url.replace(/\/+$/, '')}/watchz`, { timeoutMs: LOOK_TIMEOUT_MS })
    return status === 200 ? { isWell: true, said: 'well' } : { isWell: false, said: detailOf(body) ?? `it answers ${status}` }
  } catch (error) {
    return { isWell: false, said: error instanceof Error ? error.message : String(error) }
  }
}

function detailOf(body: string): string | null {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown }
    return typeof detail === 'string' ? detail : null
  } catch {
    return null
  }
}

const pageOf = (host: string, { kind, text }: News): Page => ({
  title: kind === 'silent' ? `Tocsin at ${host} is silent: pages may not get through` : `Tocsin at ${host} is back`,
  text: `${host}: ${text}`,
  isUrgent: kind === 'silent',
})

async function tellAll(roads: readonly Road[], page: Page): Promise<boolean> {
  const told = await Promise.all(
    roads.map((road) =>
      road.send(page).then(
        () => true,
        (error: Error) => {
          printLine(`${road.name} failed: ${error.message}`)
          return false
        },
      ),
    ),
  )
  printLine(`${page.title}. ${page.text}`)
  return told.some(Boolean)
}

async function test(roads: readonly Road[], host: string): Promise<void> {
  const isTold = await tellAll(roads, {
    title: `Test: the watch over Tocsin at ${host}`,
    text: 'If you read this at once, this road works.',
    isUrgent: true,
  })
  if (!isTold) throw new Failure('no road took the page')
}

function roadsFrom({ ntfy, webhook, mail }: Options, fetch: GuardedFetch): Road[] {
  const token = process.env[NTFY_TOKEN]
  const posts = (name: string, url: string, request: (page: Page) => { headers: Record<string, string>; body: string }): Road => ({
    name: `${name} ${new URL(url).host}`,
    send: async (page) => {
      const { status } = await fetch(url, { method: 'POST', ...request(page) })
      if (status >= 300) throw new Error(`it answered ${status}`)
    },
  })
  return [
    ...ntfy.map((url) =>
      posts('ntfy', url, ({ title, text, isUrgent }) => ({
        headers: { title, priority: isUrgent ? '5' : '3', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: text,
      })),
    ),
    ...webhook.map((url) =>
      posts('webhook', url, (page) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(page) })),
    ),
    ...mailRoads(mail),
  ]
}

function mailRoads(addresses: readonly string[]): Road[] {
  if (addresses.length === 0) return []
  const url = process.env[SMTP]
  if (!url) throw new Failure(`--mail needs a mail server of its own: set ${SMTP}`, { exitCode: MISUSED })
  const smtp = createSmtp({ url, allowTargets: [] })
  const clock = createClock()
  return addresses.map((to) => ({
    name: `mail ${to}`,
    send: async ({ title, text }) => {
      const messageId = `watch.${clock.now().epochMilliseconds}@${new URL(url).hostname}`
      const html = `<p>${text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</p>`
      const answer = await smtp.send({ from: smtp.sender ?? to, to, subject: title, text, html, messageId, headers: {} })
      if (!answer.isAccepted) throw new Error(answer.said)
    },
  }))
}
