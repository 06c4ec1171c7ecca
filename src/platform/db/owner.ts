import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** The unprivileged user a database runs as, because PostgreSQL refuses to run as root. */
export type Owner = { uid: number; gid: number }

/** First number tried for a user of our own: above the ranges that distributions hand out by themselves. */
const FIRST_UID = 64_400

/** Where root keeps what other users of the machine must reach. */
export const sharedFolder = (): string => (process.platform === 'darwin' ? '/usr/local/var/tocsin' : '/var/lib/tocsin')

export const isRoot = (): boolean => process.getuid?.() === 0

type Account = { name: string; uid: number; gid: number }

async function accounts(): Promise<Account[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const rows = passwd.split('\n').map((line) => line.split(':'))
  return rows.filter((row) => row.length > 3).map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

async function freeUid(): Promise<number> {
  const taken = new Set((await accounts()).map(({ uid }) => uid))
  let uid = FIRST_UID
  while (taken.has(uid)) uid += 1
  return uid
}

/**
 * A user who creates the cluster on behalf of `owner`: the program that does it wants to look up the user's name, which
 * a number of our own does not have. The files are handed over afterwards; the server itself asks for no name.
 */
export async function namedOwner(owner: Owner): Promise<Owner> {
  const known = (await accounts()).filter(({ uid }) => uid !== 0)
  const chosen = known.find(({ uid }) => uid === owner.uid) ?? known.find(({ name }) => name === 'nobody') ?? known[0]
  if (!chosen) throw new Error('PostgreSQL refuses to run as root and /etc/passwd names no other user: add one, or set DATABASE_URL.')
  return { uid: chosen.uid, gid: chosen.gid }
}

/** Who shall run the database in `cluster`: its present owner, else a number of our own; null when we are not root. */
export async function ownerFor(cluster: string): Promise<Owner | null> {
  if (!isRoot()) return null
  const present = await stat(cluster).catch(() => null)
  if (present && present.uid !== 0) return { uid: present.uid, gid: present.gid }
  const uid = await freeUid()
  return { uid, gid: uid }
}

/** The first folder on the way to `path` that `owner` may not pass, or null. Access lists are not looked at. */
export async function firstClosedFolder(path: string, owner: Owner): Promise<string | null> {
  const way: string[] = []
  for (let each = resolve(path); ; each = dirname(each)) {
    way.unshift(each)
    if (each === dirname(each)) break
  }
  for (const each of way) {
    const found = await stat(each).catch(() => null)
    if (!found) return null // what does not exist yet, we make passable ourselves
    const bit = found.uid === owner.uid ? 0o100 : found.gid === owner.gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) return each
  }
  return null
}

export const isReachable = async (path: string, owner: Owner): Promise<boolean> => (await firstClosedFolder(path, owner)) === null

/**
 * Where the database of this data folder lives: inside of it, or, when the unprivileged user cannot get there, in the
 * machine's shared folder. The choice is kept in the data folder, so a later change of rights does not lose the data.
 */
export async function clusterFolder(dataFolder: string, note: (text: string) => void): Promise<string> {
  const marker = join(dataFolder, 'database-folder')
  if (existsSync(marker)) return (await readFile(marker, 'utf8')).trim()
  const inside = join(dataFolder, 'postgres')
  if (!isRoot() || existsSync(inside)) return inside
  const owner = await ownerFor(inside)
  const closed = owner && (await firstClosedFolder(dataFolder, owner))
  if (!closed) return inside
  const key = createHash('sha256').update(dataFolder).digest('hex').slice(0, 8)
  const outside = join(sharedFolder(), `${basename(dirname(dataFolder))}-${key}`, 'postgres')
  await mkdir(dirname(outside), { recursive: true, mode: 0o755 })
  await writeFile(marker, `${outside}\n`, { mode: 0o600 })
  note(
    `The database cannot live in ${inside}: it runs as an unprivileged user, who may not pass ${closed}. It lives in ${outside} instead.`,
  )
  return outside
}
