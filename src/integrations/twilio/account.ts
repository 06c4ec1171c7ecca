import type { OutboundAnswer } from '../../platform/outbound/outbound.ts'
import type { SendIo } from '../declaration.ts'
import type { Field } from '../field.ts'
import type { Told } from '../hear.ts'
import { jsonOf } from '../json-answer.ts'
import { textOf } from '../reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from '../receipt.ts'
import { trouble } from './trouble.ts'

const ACCOUNT = /^AC[0-9a-fA-F]{32}$/
/** One page of a list. */
export const LIST_LENGTH = 50

export const ACCOUNT_FIELDS: readonly Field[] = [
  {
    name: 'accountSid',
    label: 'Account SID',
    kind: 'text',
    required: true,
    help: 'on the first page of the Twilio console; begins with AC.',
    placeholder: 'AC0123456789abcdef0123456789abcdef',
  },
  {
    name: 'authToken',
    label: 'Auth token',
    kind: 'secret',
    required: true,
    help: 'beside the Account SID; it also verifies what Twilio posts here.',
  },
  {
    name: 'hearing',
    label: 'Receipts and replies',
    kind: 'choice',
    help: 'Twilio posts them here when this installation can be reached from the internet; else it is asked every few seconds.',
    options: [
      { value: 'auto', label: 'Posted if it can be, else asked for' },
      { value: 'ask', label: 'Always asked for' },
    ],
    default: 'auto',
  },
  { name: 'server', label: 'API', kind: 'url', help: 'Twilio, or a server that speaks as it does.', default: 'https://api.twilio.com' },
]

/** Where Twilio posts to; undefined when it has to be asked. */
export const postedTo = ({ hearUrl, fields }: SendIo): string | undefined => (fields.hearing === 'ask' ? undefined : hearUrl)

type Form = readonly (readonly [string, string])[]

/** Posts a form to the account; the SID of what was made is the receipt's `providerId`. */
export async function create(io: SendIo, resource: 'Messages' | 'Calls', form: Form): Promise<Receipt> {
  const missing = lackOf(io)
  if (missing) return missing
  const body = new URLSearchParams(form.map(([name, value]) => [name, value])).toString()
  const headers = { ...authorizationOf(io), 'content-type': 'application/x-www-form-urlencoded' }
  let code = 0
  const receipt = await deliver(io, {
    url: urlOf(io, `${resource}.json`),
    request: { method: 'POST', headers, body, maxRedirects: 0 },
    read: (answer) => {
      const told = readAnswer(answer)
      code = told.code
      return { said: told.said, ...(told.sid ? { providerId: told.sid } : {}), gone: trouble(told.code)?.isDead === true }
    },
  })
  if (receipt.ok && !receipt.providerId)
    return { ok: false, retry: true, reason: 'server-error', said: 'answered as if it were sent, but gave no SID: it is not Twilio' }
  return !receipt.ok && trouble(code)?.isAddress ? badAddress(receipt.said) : receipt
}

/** Reads something of the account. Throws when it cannot be had: whoever asks asks again. */
export async function read(io: SendIo, path: string): Promise<Record<string, unknown>> {
  const answer = await io.fetch(urlOf(io, path), { headers: authorizationOf(io), maxRedirects: 0 })
  const found = jsonOf(answer)
  if (answer.status !== 200 || !found) throw new Error(`Twilio answered ${answer.status} to a question about ${path.split(/[/?.]/)[0]}`)
  return found
}

/** What was told by those questions that were answered: one that fails does not hide the others. All failing is Twilio's failure. */
export async function toldOf(questions: readonly Promise<Told>[]): Promise<Told[]> {
  const answers = await Promise.allSettled(questions)
  const failed = answers.find((each) => each.status === 'rejected')
  const told = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  if (failed && told.length === 0) throw failed.reason
  return told
}

/** Is the account there, and does the token open it? */
export async function probe(io: SendIo): Promise<Receipt> {
  const missing = lackOf(io)
  if (missing) return missing
  const url = `${textOf(io.fields.server).replace(/\/$/, '')}/2010-04-01/Accounts/${textOf(io.fields.accountSid)}.json`
  return await deliver(io, {
    url,
    request: { headers: authorizationOf(io), maxRedirects: 0 },
    read: (answer) => ({ said: readAnswer(answer).said }),
  })
}

function lackOf({ fields, secrets }: SendIo): Receipt | null {
  if (!ACCOUNT.test(textOf(fields.accountSid)))
    return notConfigured('the Account SID is missing or is none; it is AC and 32 hexadecimal digits')
  return secrets.authToken ? null : notConfigured('the auth token is missing; copy it from the Twilio console')
}

const urlOf = ({ fields }: SendIo, path: string): string =>
  `${textOf(fields.server).replace(/\/$/, '')}/2010-04-01/Accounts/${textOf(fields.accountSid)}/${path}`

const authorizationOf = ({ fields, secrets }: SendIo): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${textOf(fields.accountSid)}:${secrets.authToken ?? ''}`).toString('base64')}`,
})

/** Twilio's own code tells more than the status; its sentence may hold numbers, so ours is used. */
function readAnswer(answer: OutboundAnswer): { sid: string; code: number; said: string } {
  const told = jsonOf(answer)
  const code = answer.status >= 300 && typeof told?.code === 'number' ? told.code : 0
  const words = trouble(code)?.words
  return { sid: textOf(told?.sid), code, said: code ? `error ${code}${words ? `, ${words}` : ''}` : '' }
}
