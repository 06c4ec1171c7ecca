import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from './config.ts'

const KEY_BYTES = 32
/** Passable, not readable: the embedded database's own user has its folder below it. */
const FOLDER_MODE = 0o711

export const keyFileOf = (dataFolder: string): string => join(dataFolder, 'secret-key')

const refuse = (dataFolder: string, error: unknown): never => {
  const { code, message } = error as NodeJS.ErrnoException
  const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'may not be written by this user' : message
  throw new Error(`The data folder ${dataFolder} ${why}. Change its rights, or choose another with TOCSIN_DATA or --data.`, {
    cause: error,
  })
}

/** Makes the data folder if there is none; throws a sentence with the remedy when that is not possible. */
export async function openDataFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: FOLDER_MODE }).catch((error) => refuse(dataFolder, error))
}

/** The key of this installation: the setting, else the one in the data folder, made there on the first start. */
export async function secretKeyFor({ secretKey, dataFolder }: Pick<Settings, 'secretKey' | 'dataFolder'>): Promise<Buffer> {
  if (secretKey) return Buffer.from(secretKey, 'base64')
  const path = keyFileOf(dataFolder)
  const present = await readKey(path)
  if (present) return present
  // Two processes may start together: the first link wins, both read what is there then.
  const mine = `${path}.${process.pid}`
  await writeFile(mine, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 }).catch((error) => refuse(dataFolder, error))
  await link(mine, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(mine, { force: true })
  return (await readKey(path)) as Buffer
}

/** Null when there is none. Throws when it is there and unreadable or too short. */
export async function readKey(path: string): Promise<Buffer | null> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`The secret key ${path} cannot be read by this user (${error.code}); run as the user the server runs as.`)
  })
  if (text === null) return null
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length < KEY_BYTES)
    throw new Error(`The secret key ${path} has ${key.length} bytes instead of ${KEY_BYTES}; restore it from your backup.`)
  return key
}
