import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { momentOf } from '../core/time/moment.ts'
import { createClock } from '../engine/clock.ts'
import { LOCAL_PURPOSE } from '../platform/auth/authenticate.ts'
import { announcedInstances } from '../platform/auth/instance.ts'
import { createToken } from '../platform/auth/tokens.ts'
import { type Environment, readSettings, type Settings } from '../platform/config.ts'
import { keyFileOf, readKey } from '../platform/data-folder.ts'
import { openPool } from '../platform/db/pool.ts'
import { readInstance } from '../platform/instance-file.ts'
import { createSecrets } from '../platform/secrets.ts'
import { Failure } from './failure.ts'

/** What this machine's own command line is let in with is good for one call. */
const LOCAL_SECONDS = 60
const CALL_MS = 15_000
const MISUSED = 2

/** Where the instance is and what lets us in. */
export type Door = { url: string; bearer: string | null }

/** There is no server to ask; anything else that goes wrong means that there is one. */
export class NotRunning extends Failure {
  override name = 'NotRunning'
}

export type Client = {
  url: string
  /** Gives the answer's JSON (null for 204). Ends the verb with the server's own sentence when it refuses. */
  call: <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<T>
  /** POSTs what makes something. When the answer is lost it is sent once more under the same key, which makes nothing twice. */
  create: <T>(path: string, body: unknown) => Promise<T>
}

/**
 * The running instance: TOCSIN_URL with TOCSIN_TOKEN where set; else the one on this machine's data folder (TOCSIN_DATA)
 * or database (DATABASE_URL), which need no token because who can read them may do everything anyway.
 */
export async function connect(env: Environment = process.env): Promise<Client> {
  const door = await findDoor(env)
  return {
    url: door.url,
    call: (method, path, body) => call(door, { method, path, body }),
    create: (path, body) => call(door, { method: 'POST', path, body, key: randomUUID() }),
  }
}

export async function findDoor(env: Environment): Promise<Door> {
  if (env.TOCSIN_URL) return { url: env.TOCSIN_URL.replace(/\/+$/, ''), bearer: env.TOCSIN_TOKEN ?? null }
  const settings = settingsOf(env)
  const door = (await doorOfDataFolder(settings)) ?? (settings.databaseUrl ? await doorOfDatabase(settings.databaseUrl) : null)
  if (door) return door
  const places = [`no server runs on the data folder ${settings.dataFolder} (TOCSIN_DATA)`]
  if (settings.databaseUrl) places.push('none has announced itself in the database (DATABASE_URL)')
  throw new NotRunning('no running Tocsin found:', {
    details: [...places, 'start one with "tocsin serve", or set TOCSIN_URL and TOCSIN_TOKEN for one on another machine'],
  })
}

function settingsOf(env: Environment): Settings {
  const read = readSettings(env, [])
  if ('settings' in read) return read.settings
  throw new Failure('a setting is wrong:', { exitCode: MISUSED, details: read.problems.map(({ message }) => message) })
}

async function doorOfDataFolder({ dataFolder, secretKey }: Settings): Promise<Door | null> {
  const instance = await readInstance(dataFolder)
  if (!instance) return null
  const key = secretKey ? Buffer.from(secretKey, 'base64') : await readKey(keyFileOf(dataFolder))
  if (!key) throw new Failure(`a server runs on ${dataFolder}, but its key is not there: set TOCSIN_SECRET_KEY as it was started with.`)
  const expires = createClock().now().add({ seconds: LOCAL_SECONDS })
  return { url: instance.url, bearer: createSecrets(key).sign({ user: userInfo().username }, LOCAL_PURPOSE, expires) }
}

/** Who holds the database makes a token for this one call; it ends by itself. */
async function doorOfDatabase(url: string): Promise<Door | null> {
  const pool = openPool({ url, name: 'tocsin command line', connections: 1 })
  try {
    const found = await firstThatAnswers(await announcedInstances(pool))
    if (!found) return null
    const now = createClock().now()
    const expires = momentOf(now.add({ seconds: LOCAL_SECONDS }))
    const { secret } = await createToken(
      pool,
      { name: `command line of ${userInfo().username}`, role: 'admin', scopes: ['*'], createdBy: null, expires },
      now,
    )
    return { url: found, bearer: secret }
  } finally {
    await pool.end()
  }
}

async function firstThatAnswers(urls: readonly string[]): Promise<string | null> {
  for (const url of urls) {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(CALL_MS) }).catch(() => null)
    if (answer) return url
  }
  return null
}

/** `key`: the server makes nothing twice under it, so the call may be repeated. */
type Call = { method: string; path: string; body?: unknown; key?: string }

async function call<T>({ url, bearer }: Door, { method, path, body, key }: Call): Promise<T> {
  const headers = {
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key && { 'idempotency-key': key }),
  }
  const text = body === undefined ? undefined : JSON.stringify(body)
  const send = () => fetch(url + path, { method, headers, body: text, signal: AbortSignal.timeout(CALL_MS) })
  const again = (cause: Error) => (key && isLost(cause) ? send() : Promise.reject(cause))
  const answer = await send()
    .catch(again)
    .catch((cause) => {
      throw new Failure(`${url} does not answer (${cause.cause?.code ?? cause.message}): check the address and whether the server runs.`)
    })
  const said = await answer.text()
  if (answer.ok) return (said === '' ? null : JSON.parse(said)) as T
  throw refusalOf(answer, said)
}

/** The request may have arrived: the connection ended instead of never being there. */
const isLost = ({ cause }: Error): boolean => ['ECONNRESET', 'UND_ERR_SOCKET'].includes(String((cause as { code?: string })?.code))

function refusalOf(answer: Response, text: string): Failure {
  if (!answer.headers.get('content-type')?.includes('json'))
    return new Failure(`${answer.url} answered ${answer.status}, which is not how Tocsin answers: check TOCSIN_URL.`)
  const { detail = `it answered ${answer.status}`, errors = [] } = JSON.parse(text) as {
    detail?: string
    errors?: { field: string; message: string }[]
  }
  return new Failure(detail, { details: errors.length > 1 ? errors.map(({ field, message }) => `${field}: ${message}`) : [] })
}
