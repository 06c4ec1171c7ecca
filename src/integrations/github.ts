import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { plainTextOf, wordingOf } from '../core/paging/wording.ts'
import type { OutboundAnswer } from '../platform/outbound/outbound.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { jsonOf } from './json-answer.ts'
import { cutText, textOf } from './reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from './receipt.ts'

/** GitHub's limits, in characters. */
const TITLE_LENGTH = 256
const BODY_LENGTH = 60_000
const REPOSITORY = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/
/** How far back a ticket is looked for that may have been opened by a try whose answer got lost. */
const LATEST = 20

/** Opens an issue. Where an earlier try may have opened it the latest issues are read first: GitHub knows no idempotency key. */
async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const repository = to || textOf(io.fields.repository)
  if (!REPOSITORY.test(repository)) return badAddress(`"${repository.slice(0, 40)}" is no repository; write owner/name`)
  if (!io.secrets.token) return notConfigured('the token is missing; make one in GitHub that may write issues of the repository')
  const url = `${textOf(io.fields.api).replace(/\/+$/, '')}/repos/${repository}/issues`
  const before = message.possibleRepeat ? await findOpened(message, url, io) : null
  if (before) return before
  const labels = textOf(io.fields.labels)
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const body = JSON.stringify({ ...issueOf(message), ...(labels.length > 0 ? { labels } : {}) })
  return await deliver(io, { url, request: { method: 'POST', headers: headersOf(io), body, maxRedirects: 0 }, read: issueIn })
}

/** Neutral words in place of its own, or its end. GitHub keeps the history of both. */
async function amend(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt> {
  const number = /\/issues\/(\d+)$/.exec(handle)?.[1]
  const repository = textOf(io.fields.repository)
  if (!number || !REPOSITORY.test(repository)) return badAddress(`"${handle.slice(0, 80)}" is no issue of ${repository}`)
  const url = `${textOf(io.fields.api).replace(/\/+$/, '')}/repos/${repository}/issues/${number}`
  const change = message.kind === 'resolved' ? { state: 'closed', state_reason: 'not_planned' } : issueOf(message)
  return await deliver(io, {
    url,
    request: { method: 'PATCH', headers: headersOf(io), body: JSON.stringify(change), maxRedirects: 0 },
    read: issueIn,
  })
}

const headersOf = ({ secrets }: SendIo): Record<string, string> => ({
  authorization: `Bearer ${secrets.token ?? ''}`,
  accept: 'application/vnd.github+json',
  'content-type': 'application/json',
  'user-agent': 'Tocsin',
  'x-github-api-version': '2022-11-28',
})

/** Unseen by readers, found again by us. */
const markOf = ({ id }: OutgoingMessage): string => `<!-- tocsin:${encodeURIComponent(id)} -->`

function issueOf(message: OutgoingMessage): { title: string; body: string } {
  const wording = wordingOf(message)
  const text = cutText(plainTextOf({ ...wording, title: '' }), BODY_LENGTH)
  // A fence keeps what an alert says from being read as Markdown, mentions and commands.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  return {
    title: cutText(wording.headline, TITLE_LENGTH),
    body: `${fence}\n${text}\n${fence}\n\n${message.url ?? ''}\n\n${markOf(message)}`,
  }
}

function issueIn(answer: OutboundAnswer): Partial<{ providerId: string; said: string }> {
  const url = textOf(jsonOf(answer)?.html_url)
  const missing =
    answer.status === 404 ? 'no such repository, or the token may not see it' : answer.status === 410 ? 'issues are switched off there' : ''
  return { ...(url ? { providerId: url } : {}), ...(missing ? { said: missing } : {}) }
}

/** The address of the issue with our mark; null when there is none, or the list cannot be read. */
function urlIn(body: string, mark: string): string | null {
  try {
    const issues: unknown = JSON.parse(body)
    const own = Array.isArray(issues) ? issues.find((each) => textOf(each?.body).includes(mark)) : null
    return own ? textOf(own.html_url) : null
  } catch {
    return null
  }
}

async function findOpened(message: OutgoingMessage, url: string, io: SendIo): Promise<Receipt | null> {
  const found: { url: string | null } = { url: null }
  const read = ({ body }: OutboundAnswer) => {
    found.url = urlIn(body, markOf(message))
    return {}
  }
  const receipt = await deliver(io, {
    url: `${url}?state=all&sort=created&direction=desc&per_page=${LATEST}`,
    request: { method: 'GET', headers: headersOf(io), maxRedirects: 0 },
    read,
  })
  if (!receipt.ok) return receipt
  return found.url ? { ok: true, said: 'opened by the try before', providerId: found.url } : null
}

/** Reads the repository: sends nothing, opens nothing. */
async function probe(io: SendIo): Promise<Receipt> {
  const repository = textOf(io.fields.repository)
  if (!REPOSITORY.test(repository)) return badAddress(`"${repository.slice(0, 40)}" is no repository; write owner/name`)
  const url = `${textOf(io.fields.api).replace(/\/+$/, '')}/repos/${repository}`
  return await deliver(io, { url, request: { method: 'GET', headers: headersOf(io), maxRedirects: 0 }, read: issueIn })
}

export default {
  id: 'github',
  title: 'GitHub issues',
  summary: 'Opens an issue for what is for the backlog: levels of the policy with `ticket`.',
  needsAccount: true,
  fields: [
    { name: 'repository', label: 'Repository', kind: 'text', required: true, help: 'write owner/name.', placeholder: 'example/operations' },
    {
      name: 'token',
      label: 'Token',
      kind: 'secret',
      required: true,
      help: 'write a fine-grained token that may read and write issues of the repository.',
      placeholder: 'github_pat_…',
    },
    {
      name: 'labels',
      label: 'Labels',
      kind: 'text',
      help: 'labels for each issue, with commas between.',
      placeholder: 'incident, backlog',
    },
    {
      name: 'api',
      label: 'API address',
      kind: 'url',
      default: 'https://api.github.com',
      help: 'for GitHub Enterprise write https://your-host/api/v3.',
    },
  ],
  send,
  amend,
  probe,
} satisfies Integration
