import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** First field of everything sealed or signed, so that another method can follow without breaking what is stored. */
const VERSION = 'v1'

export type Signed = Record<string, string | number | boolean>

export type Secrets = {
  /** Encrypts a text for storage (AES-256-GCM). `purpose` is bound to it: sealed for one, it opens for no other. */
  seal: (text: string, purpose: string) => string
  /** Throws when it was altered, sealed for another purpose or under another key. */
  open: (sealed: string, purpose: string) => string
  /** A token for a link: anybody can read the payload, nobody can change it. */
  sign: (payload: Signed, purpose: string, expires: Temporal.Instant) => string
  /** The payload, or null when the token was altered, is for another purpose, or has expired. */
  verify: (token: string, purpose: string, now: Temporal.Instant) => Signed | null
}

/** What is stored of a secret that only has to be recognised again. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Everything that depends on TOCSIN_SECRET_KEY. Encryption and signatures use different keys derived from it. */
export function createSecrets(master: Uint8Array): Secrets {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `tocsin ${use}`, KEY_BYTES))
  const sealingKey = derive('seal')
  const signingKey = derive('sign')

  const seal = (text: string, purpose: string): string => {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', sealingKey, iv).setAAD(Buffer.from(purpose))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
  }

  const open = (sealed: string, purpose: string): string => {
    const [version, text = ''] = sealed.split('.')
    const bytes = Buffer.from(text, 'base64url')
    try {
      if (version !== VERSION) throw new Error(`it begins with ${version}`)
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new Error(
        `A stored secret (${purpose}) does not open: TOCSIN_SECRET_KEY is another one than it was stored with, or it was altered.`,
        { cause },
      )
    }
  }

  const signature = (body: string, purpose: string): Buffer =>
    createHmac('sha256', signingKey).update(`${VERSION}\0${purpose}\0${body}`).digest()

  const sign = (payload: Signed, purpose: string, expires: Temporal.Instant): string => {
    const body = Buffer.from(JSON.stringify([payload, Math.floor(expires.epochMilliseconds / 1000)])).toString('base64url')
    return `${body}.${signature(body, purpose).toString('base64url')}`
  }

  const verify = (token: string, purpose: string, now: Temporal.Instant): Signed | null => {
    const [body = '', mark = '', ...rest] = token.split('.')
    const given = Buffer.from(mark, 'base64url')
    const wanted = signature(body, purpose)
    if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
    const [payload, expires] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [Signed, number]
    return now.epochMilliseconds < expires * 1000 ? payload : null
  }

  return { seal, open, sign, verify }
}
