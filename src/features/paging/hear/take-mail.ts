import PostalMime, { type Email } from 'postal-mime'
import type { Integration as Instance } from '../../../core/policy/schema/intake.ts'
import type { HeardAnswer, HearRequest, Told } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import { ioOf } from '../send-io.ts'
import { answerHeard } from './answer-heard.ts'
import { findMessage } from './handed-over.ts'
import type { Connected } from './who.ts'
import { wordsIn } from './words-in.ts'

const EMAIL = 'email'

/** `sender` is the envelope's, `''` for what came back. */
export type Envelope = { sender: string; recipients: string[] }

/** The e-mail road needs no connection of its own where the server's settings are enough. */
const PLAIN: Instance = { id: EMAIL, type: EMAIL, fields: {} }

/** Hears one mail as it came in; the answer's status is SMTP's. Throws when it cannot be kept: then it must come again. */
export async function takeMail(app: App, raw: Buffer, envelope: Envelope): Promise<HeardAnswer & { follow?(): Promise<void> }> {
  const declaration = app.integrations.get(EMAIL)
  const mail = await PostalMime.parse(raw).catch((error: Error) => error)
  // It reads no better when it comes again.
  if (mail instanceof Error) return { status: 554, body: `This mail cannot be read (${mail.message}); reply with one word of plain text.` }
  const json = mailOf(mail, envelope)
  const instances = [...(app.policies.live().bundle.integrations ?? []).filter(({ type }) => type === EMAIL), PLAIN]
  let refusal: HeardAnswer | null = null
  for (const instance of declaration?.hear ? instances : []) {
    const connected: Connected = { declaration: declaration as Connected['declaration'], instance }
    const io = await ioOf(app, connected)
    const heard = connected.declaration.hear?.(requestOf(app, { raw, json, fields: io.fields, secrets: io.secrets }), io)
    if (!heard) continue
    if ('refused' in heard) {
      refusal ??= { status: heard.refused.status, body: heard.refused.body }
      continue
    }
    if (!(await isOurs(app, instance.id, heard))) continue
    const { told, follow } = await answerHeard(app, connected, heard)
    return { ...told, follow }
  }
  return refusal ?? { status: 550, body: 'This is no reply to a message from here, or one of more than two weeks ago.' }
}

/** What says nothing is nobody's, and is taken by the first. */
async function isOurs(app: App, connection: string, { replies = [], receipts = [] }: Told): Promise<boolean> {
  const [first] = [...replies, ...receipts]
  return !first || (await findMessage(app, connection, first.concerning)) !== null
}

function requestOf(app: App, { raw, json, fields, secrets }: Pick<HearRequest, 'raw' | 'json' | 'fields' | 'secrets'>): HearRequest {
  return {
    method: 'SMTP',
    url: '',
    rest: '',
    query: new URLSearchParams(),
    headers: {},
    raw,
    form: new URLSearchParams(),
    json,
    fields,
    secrets,
    now: app.clock.now(),
  }
}

function mailOf(mail: Email, { sender, recipients }: Envelope): object {
  const headers: Record<string, string> = {}
  for (const { key, value } of mail.headers) headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  return {
    sender,
    recipients,
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? wordsIn(mail.html ?? ''),
    messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
    headers,
  }
}
