import { createHmac } from 'node:crypto'
import { type Behaviour, createReceiver, type Heard, type Receiver } from './receiver.ts'

type Account = { accountSid: string; authToken: string }
/** A message or a call as the API shows it, and what was asked for. */
type Row = { sid: string; form: URLSearchParams; [shown: string]: string | number | null | URLSearchParams }

export type Twilio = {
  readonly url: string
  readonly receiver: Receiver
  /** What was created, oldest first, as the API shows it; `form` is what was asked. */
  readonly messages: Row[]
  readonly calls: Row[]
  /** A text message to one of the account's numbers. */
  receive(text: { from: string; to: string; body: string; at: string }): Row
  /** What Twilio would sign for a request to `url`. */
  sign(url: string, form: Record<string, string>): string
  close(): Promise<void>
}

const E164 = /^\+[1-9]\d{5,14}$/
const LONGEST_BODY = 1600

/** The part of Twilio's REST API that is used, with its encodings, its refusals and its lists. Written from its documentation. */
export async function createTwilio(account: Account): Promise<Twilio> {
  const messages: Twilio['messages'] = []
  const calls: Twilio['calls'] = []
  const receiver = await createReceiver()
  const root = `/2010-04-01/Accounts/${account.accountSid}`
  receiver.answer((heard) => {
    const refused = refusalOf(heard, { account, root })
    if (refused) return refused
    const [resource = '', sid] =
      heard.path
        .slice(root.length + 1)
        .split('?')[0]
        ?.replace('.json', '')
        .split('/') ?? []
    const list = resource === 'Messages' ? messages : calls
    if (heard.method === 'POST') return create(heard, { list, resource })
    if (sid) return show(list.find((each) => each.sid === sid))
    return answer(200, listed(list, heard.path))
  })
  return {
    url: receiver.url,
    receiver,
    messages,
    calls,
    receive: ({ from, to, body, at }) => {
      const sid = sidOf('SM', 900 + messages.length)
      const row = { sid, from, to, body, direction: 'inbound', status: 'received', date_created: at, form: new URLSearchParams() }
      messages.push(row)
      return row
    },
    sign: (url, form) => {
      const text = Object.keys(form)
        .sort()
        .reduce((all, name) => `${all}${name}${form[name]}`, url)
      return createHmac('sha1', account.authToken).update(text).digest('base64')
    },
    close: () => receiver.close(),
  }
}

/** A page of a list, newest first, and where the next one is. */
function listed(list: readonly Row[], path: string): object {
  const [address = '', query] = path.split('?')
  const asked = new URLSearchParams(query)
  const [size, page] = [Number(asked.get('PageSize') ?? 50), Number(asked.get('Page') ?? 0)]
  const to = asked.get('To')
  const rows = list.toReversed().filter((row) => !to || row.to === to)
  asked.set('Page', String(page + 1))
  const messages = rows.slice(page * size, (page + 1) * size).map(({ form: _, ...row }) => row)
  return { messages, next_page_uri: rows.length > (page + 1) * size ? `${address}?${asked}` : null }
}

const sidOf = (kind: string, n: number): string => `${kind}${n.toString(16).padStart(32, '0')}`

const answer = (status: number, body: object, headers: Record<string, string> = {}): Behaviour => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const problem = (status: number, code: number, message: string): Behaviour =>
  answer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })

function refusalOf({ method, path, headers, body }: Heard, { account, root }: { account: Account; root: string }): Behaviour | null {
  const basic = Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')
  if (headers.authorization !== `Basic ${basic}`) return problem(401, 20003, 'Authenticate')
  if (!new RegExp(`^${root}/(Messages|Calls)(/[A-Za-z0-9]+)?\\.json(\\?|$)`).test(path))
    return problem(404, 20404, 'The requested resource was not found')
  if (method === 'GET') return null
  if (method !== 'POST') return problem(405, 20004, 'Method not allowed')
  if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) return problem(400, 21603, 'Unreadable body')
  return path.includes('/Messages') ? messageRefusal(new URLSearchParams(body)) : callRefusal(new URLSearchParams(body))
}

function messageRefusal(form: URLSearchParams): Behaviour | null {
  const to = form.get('To') ?? ''
  if (!to) return problem(400, 21604, "A 'To' phone number is required.")
  if (!E164.test(to) || form.getAll('To').length > 1) return problem(400, 21211, `Invalid 'To' Phone Number`)
  if (!form.get('From') && !form.get('MessagingServiceSid')) return problem(400, 21603, "A 'From' phone number is required.")
  if (form.get('From') && !/^(\+[1-9]\d{5,14}|[A-Za-z0-9 ]{3,11})$/.test(form.get('From') ?? ''))
    return problem(400, 21212, "Invalid 'From'")
  const text = form.get('Body') ?? ''
  if (!text) return problem(400, 21602, 'Message body is required.')
  if (text.length > LONGEST_BODY) return problem(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
  return callbackRefusal(form)
}

function callRefusal(form: URLSearchParams): Behaviour | null {
  if (!E164.test(form.get('To') ?? '') || form.getAll('To').length > 1) return problem(400, 21211, "Invalid 'To' Phone Number")
  if (!E164.test(form.get('From') ?? '')) return problem(400, 21212, "Invalid 'From'")
  if (!form.get('Url') && !form.get('Twiml')) return problem(400, 21205, 'Url parameter is required.')
  if (form.get('Url') && !isWeb(form.get('Url'))) return problem(400, 21205, 'Url is not a valid URL')
  if (form.get('Twiml') && !/^<\?xml[^>]*\?><Response>.*<\/Response>$/s.test(form.get('Twiml') ?? ''))
    return problem(400, 12100, 'Document parse failure')
  const events = ['initiated', 'ringing', 'answered', 'completed']
  if (form.getAll('StatusCallbackEvent').some((each) => !events.includes(each))) return problem(400, 21626, 'Invalid event')
  if (!/^\d{1,3}$/.test(form.get('Timeout') ?? '60')) return problem(400, 13223, 'Invalid timeout')
  if (!['Enable', 'DetectMessageEnd', null].includes(form.get('MachineDetection'))) return problem(400, 21450, 'Invalid MachineDetection')
  return callbackRefusal(form)
}

const isWeb = (text: string | null): boolean => /^https?:\/\/[^/]+\.[^/]+/.test(text ?? '')
const callbackRefusal = (form: URLSearchParams): Behaviour | null =>
  form.get('StatusCallback') === null || isWeb(form.get('StatusCallback')) ? null : problem(400, 21609, 'Invalid StatusCallback URL')

function create({ body }: Heard, { list, resource }: { list: Twilio['messages']; resource: string }): Behaviour {
  const form = new URLSearchParams(body)
  const sid = sidOf(resource === 'Messages' ? 'SM' : 'CA', list.length + 1)
  const common = { sid, status: 'queued', to: form.get('To'), from: form.get('From'), direction: 'outbound-api' }
  const row = { ...common, body: form.get('Body'), error_code: null, answered_by: null, date_created: 'Thu, 12 Nov 2026 14:41:00 +0000' }
  list.push({ ...row, form })
  return answer(201, row)
}

function show(row: Twilio['messages'][number] | undefined): Behaviour {
  if (!row) return problem(404, 20404, 'The requested resource was not found')
  const { form: _, ...shown } = row
  return answer(200, shown)
}
