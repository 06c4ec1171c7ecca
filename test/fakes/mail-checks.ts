/** RFC 5322: no line is longer, line end not counted. */
const LONGEST_LINE = 998
const ID = '<[^\\s<>@]+@[^\\s<>@]+>'

/** What a careful reader of our mails says to one: a machine that says so, and text before HTML. Null when nothing is wrong. */
export function ownMailRefusal(raw: string): string | null {
  const refused = mailRefusal(raw)
  if (refused) return refused
  const lines = raw.split('\r\n')
  const end = lines.indexOf('')
  const headers = headersIn(lines.slice(0, end).join('\r\n'))
  if (headers.get('auto-submitted')?.length !== 1) return 'a machine that does not say that it is one'
  const types = lines.slice(end + 1).flatMap((line) => /^content-type: (text\/\w+)/i.exec(line)?.[1] ?? [])
  return types.join() === 'text/plain,text/html' ? null : `parts ${types.join()}`
}

/** What a strict mail server says to a mail, or null. Written from RFC 5322, 2046 and 3834. */
export function mailRefusal(raw: string): string | null {
  if (/[^\r]\n|\r[^\n]/.test(raw)) return 'a bare line feed or carriage return'
  if (raw.includes('\0')) return 'U+0000'
  const lines = raw.split('\r\n')
  if (lines.some((line) => Buffer.byteLength(line) > LONGEST_LINE)) return 'a line of more than 998 bytes'
  const end = lines.indexOf('')
  if (end < 1) return 'no header'
  const head = lines.slice(0, end).join('\r\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII has to be encoded
  if (/[^\x00-\x7f]/.test(head)) return 'a header that is not ASCII'
  return headerRefusal(headersIn(head)) ?? partsRefusal(headersIn(head), lines.slice(end + 1))
}

type Headers = Map<string, string[]>

function headersIn(head: string): Headers {
  const found: Headers = new Map()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? []
    found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), value.trim()])
  }
  return found
}

function headerRefusal(headers: Headers): string | null {
  if (headers.has('')) return 'a line of the header without a name'
  for (const name of ['from', 'to', 'date', 'message-id', 'subject', 'mime-version'])
    if (headers.get(name)?.length !== 1) return `${name} ${headers.get(name)?.length ?? 0} times`
  const only = (name: string): string => headers.get(name)?.[0] ?? ''
  for (const name of ['from', 'to'])
    if ((only(name).match(/[^\s<>,;]+@[^\s<>,;]+/g) ?? []).length !== 1) return `${name} is not one address`
  if (Number.isNaN(Date.parse(only('date')))) return 'a date that is none'
  if (!new RegExp(`^${ID}$`).test(only('message-id'))) return 'a Message-ID that is none'
  for (const name of ['in-reply-to', 'references'])
    if (headers.has(name) && !new RegExp(`^${ID}( ${ID})*$`).test(only(name))) return `${name} that names no mail`
  const machine = headers.get('auto-submitted')?.join()
  return machine === undefined || /^auto-(generated|replied)$/.test(machine) ? null : `Auto-Submitted: ${machine}`
}

function partsRefusal(headers: Headers, body: string[]): string | null {
  const boundary = /^multipart\/alternative;\s*boundary="?([^";]+)"?/i.exec(headers.get('content-type')?.[0] ?? '')?.[1]
  if (!boundary) return 'no alternatives'
  if (!body.includes(`--${boundary}--`)) return 'parts without an end'
  return body.some((line) => /^content-type: text\/\w+/i.test(line)) ? null : 'parts that say nothing'
}
