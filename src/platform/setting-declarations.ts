import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** The weakest password the first account may have (NIST 800-63B asks for 8; a pager is worth more). */
export const SHORTEST_PASSWORD = 12
/** 32 bytes, as AES-256 needs them. */
const KEY_BYTES = 32

const port = z
  .string()
  .regex(/^\d+$/, 'write a port number between 0 and 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'write a port number between 0 and 65535')

const urlOf = (protocols: string[], example: string) =>
  z.string().refine((value) => {
    const url = URL.parse(value)
    return url !== null && protocols.includes(url.protocol) && (url.hostname !== '' || url.searchParams.has('host'))
  }, `write an address such as ${example}`)

/** `10.0.0.0/8`, `fd00::/8` or one address; comma or space between them. */
const ranges = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .superRefine((list, context) => {
    for (const each of list) {
      if (ipaddr.isValidCIDR(each) || (ipaddr.isValid(each) && each.match(/[.:]/))) continue
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(each)} is no address or range; write for example 10.1.2.3 or 10.0.0.0/8`,
      })
    }
  })

const key = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]+={0,2}$/, 'write 32 random bytes in base64, for example the output of: openssl rand -base64 32')
  .refine(
    (text) => Buffer.from(text, 'base64').length >= KEY_BYTES,
    'it is shorter than 32 bytes; use the output of: openssl rand -base64 32',
  )

export type Declaration = {
  variable: string
  flag: string
  schema: z.ZodType<unknown, string>
  fallback?: string
  isSecret?: true
  says: string
}

/** Instead of a mail server: the one that processes on this database were given before is forgotten. */
export const NO_MAIL_SERVER = 'none'

const mailServer = urlOf(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465')

/** All settings there are: the reference, `tocsin serve --help` and `tocsin doctor` are read from here. */
export const declarations = {
  port: { variable: 'TOCSIN_PORT', flag: 'port', schema: port, fallback: '4400', says: 'port the console and the API listen on' },
  host: {
    variable: 'TOCSIN_HOST',
    flag: 'host',
    schema: z.string().regex(/^[^\s/]+$/, 'write an address of this machine, for example 127.0.0.1 or 0.0.0.0'),
    fallback: '127.0.0.1',
    says: 'address to listen on; 0.0.0.0 for all of this machine',
  },
  dataFolder: {
    variable: 'TOCSIN_DATA',
    flag: 'data',
    schema: z.string().min(1),
    fallback: './data',
    says: 'folder of the embedded database and the secret key',
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    flag: 'database-url',
    schema: urlOf(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/tocsin'),
    isSecret: true,
    says: 'a PostgreSQL 15 or newer instead of the embedded one',
  },
  publicUrl: {
    variable: 'TOCSIN_PUBLIC_URL',
    flag: 'public-url',
    schema: urlOf(['http:', 'https:'], 'https://tocsin.example.com').transform((url) => url.replace(/\/+$/, '')),
    says: 'address people reach the console at; links in messages begin with it',
  },
  secretKey: {
    variable: 'TOCSIN_SECRET_KEY',
    flag: 'secret-key',
    schema: key,
    isSecret: true,
    says: 'encrypts stored secrets and signs links; made in the data folder when absent',
  },
  smtpUrl: {
    variable: 'TOCSIN_SMTP_URL',
    flag: 'smtp-url',
    schema: z.union([z.literal(NO_MAIL_SERVER), mailServer]),
    isSecret: true,
    says: 'mail server for pages by e-mail; kept for all processes of this database until one is started with "none"',
  },
  smtpInPort: {
    variable: 'TOCSIN_SMTP_IN_PORT',
    flag: 'smtp-in-port',
    schema: port,
    says: 'takes replies to pages by SMTP on this port; without it no mail comes in',
  },
  role: {
    variable: 'TOCSIN_ROLE',
    flag: 'role',
    schema: z.enum(['all', 'web', 'worker'], 'write all, web or worker'),
    fallback: 'all',
    says: 'what this process does: everything, only HTTP, or only timers and sending',
  },
  allowTargets: {
    variable: 'TOCSIN_ALLOW_TARGETS',
    flag: 'allow-targets',
    schema: ranges,
    fallback: '',
    says: 'private addresses or ranges that outgoing requests may reach',
  },
  heartbeatUrl: {
    variable: 'TOCSIN_HEARTBEAT_URL',
    flag: 'heartbeat-url',
    schema: urlOf(['http:', 'https:'], 'https://hc.example.com/ping/…'),
    isSecret: true,
    says: 'asked every minute as long as pages get through; when it falls silent, the service there wakes somebody',
  },
  adminEmail: {
    variable: 'TOCSIN_ADMIN_EMAIL',
    flag: 'admin-email',
    schema: z.email('write an e-mail address such as ana@example.com'),
    says: 'creates the first admin unattended, with TOCSIN_ADMIN_PASSWORD',
  },
  adminPassword: {
    variable: 'TOCSIN_ADMIN_PASSWORD',
    flag: 'admin-password',
    schema: z.string().min(SHORTEST_PASSWORD, `use at least ${SHORTEST_PASSWORD} characters`),
    isSecret: true,
    says: 'password of the first admin',
  },
} as const satisfies Record<string, Declaration>
