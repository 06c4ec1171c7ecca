import type { User } from '../../../core/policy/schema/people.ts'
import type { Reply, ReplyResult } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import { carryOut, type Done, proveHuman, standOf } from './carry-out.ts'
import { findMessage, type OwnMessage } from './handed-over.ts'
import { isAsking, isCalled, type OpenPage, pageById, pagesOf } from './open-pages.ts'
import { codesFor } from './page-code.ts'
import { type Meant, meantBy } from './reply-words.ts'
import { type Connected, ownersOf } from './who.ts'

type Asked = { reply: Reply; person: User; meant: Meant; message: OwnMessage | null; heard: Connected }

/** What one reply leads to, and what to tell whoever gave it. Nothing is done in doubt: doubt is answered with what is possible. */
export async function handleReply(app: App, heard: Connected, reply: Reply): Promise<ReplyResult> {
  const policy = app.policies.live()
  const owners = ownersOf(reply.from, { declaration: heard.declaration, policy })
  if (owners.length === 0) return plain(reply, 'stranger', `This address belongs to nobody at ${policy.bundle.organization.name}.`)
  const message = await findMessage(app, heard.instance.id, reply.concerning)
  const person = await whichOf(app, owners, message)
  if (!person) {
    const names = owners.map((each) => each.name ?? each.id).join(' and ')
    return plain(reply, 'refused', `${names} share this address, so it is not clear who answers. Use the link in the message.`)
  }
  if (message?.target.startsWith('user:') && message.target !== `user:${person.id}`)
    return plain(reply, 'refused', `That message was sent to ${nameOf(app, message.target)}. Answer one that was sent to you.`)
  const meant = reply.action ? { action: reply.action, isAll: false, codes: [] } : meantBy(reply.text)
  return await decide(app, { reply, person, meant, message, heard })
}

/** Of several who share an address, the one who was sent the message, else the only one who is being paged. */
async function whichOf(app: App, owners: User[], message: OwnMessage | null): Promise<User | undefined> {
  if (owners.length === 1) return owners[0]
  const addressed = owners.find((each) => message?.target === `user:${each.id}`)
  if (addressed) return addressed
  const paged = await Promise.all(owners.map(async (each) => (await pagesOf(app, each.id)).some(isAsking)))
  const asked = owners.filter((_, i) => paged[i])
  return asked.length === 1 ? asked[0] : undefined
}

async function decide(app: App, asked: Asked): Promise<ReplyResult> {
  const { meant, message, person, reply } = asked
  const own = message?.from.kind === 'escalation' ? await pageById(app, message.from.id) : null
  const all = await pagesOf(app, person.id)
  if (own) await proveHuman(app, { page: own, ...asked, said: reply.text || reply.action || '' })
  if (!meant.action) return unknown(app, asked, all)
  if (meant.action === 'list') return listed(app, asked, { outcome: 'done', pages: all })
  // What asked for it is forgotten: whatever else is open now was not meant.
  if (reply.concerning && !message && !meant.isAll && meant.codes.length === 0)
    return listed(app, asked, { outcome: 'choose', pages: all.filter(isAsking), lead: 'The message that you answered is no longer known.' })
  const wanted = wantedOf(meant, { own, all })
  if (wanted === 'nothing') return { ...plain(reply, 'refused', 'Nothing is open for you.'), person: asPerson(person) }
  if (wanted === 'several') return listed(app, asked, { outcome: 'choose', pages: all.filter(isAsking) })
  if ('missing' in wanted) {
    const lead = `Nothing that is open for you has the code ${wanted.missing.toUpperCase()}.`
    return listed(app, asked, { outcome: 'choose', pages: all, lead })
  }
  const done: Done[] = []
  for (const page of wanted.pages)
    done.push(await carryOut(app, { page, person, action: meant.action, heard: asked.heard, isFromList: !own, text: reply.text }))
  const about = wanted.pages.length === 1 ? await standOf(app, (wanted.pages[0] as OpenPage).id) : null
  const outcome = done.some((each) => each.isDone) ? 'done' : 'refused'
  return { ...plain(reply, outcome, done.map((each) => each.said).join('\n')), person: asPerson(person), about }
}

/** What a person is told instead of something being done. */
type Telling = { outcome: ReplyResult['outcome']; pages: OpenPage[]; lead?: string }

type Wanted = { pages: OpenPage[] } | { missing: string } | 'nothing' | 'several'

/** A code says more than the message that was answered; without either there must be only one. */
function wantedOf({ action, isAll, codes }: Meant, { own, all }: { own: OpenPage | null; all: OpenPage[] }): Wanted {
  if (codes.length > 0) {
    const meant = codes.map((code) => ({ code, pages: [...(own ? [own] : []), ...all].filter((page) => isCalled(page, code)) }))
    const missing = meant.find(({ pages }) => pages.length === 0)
    if (missing) return { missing: missing.code }
    const pages = [...new Map(meant.flatMap((each) => each.pages).map((page) => [page.id, page])).values()]
    return pages.length > codes.length ? 'several' : { pages }
  }
  // What somebody has can still be resolved or passed on; acknowledging it again would only be a second "you have it".
  const asking = all.filter(isAsking)
  const open = asking.length > 0 || (action !== 'acknowledge' && isAll) ? asking : all
  if (isAll) return open.length > 0 ? { pages: open } : 'nothing'
  if (own) return { pages: [own] }
  if (open.length === 0) return 'nothing'
  return open.length === 1 || asking.length === 0 ? { pages: open.slice(0, 1) } : 'several'
}

const POSSIBLE = 'Write ack, resolve or escalate (or 4, 6, 1)'

function unknown(app: App, asked: Asked, all: OpenPage[]): ReplyResult {
  const word = asked.reply.text.trim().split('\n')[0]?.slice(0, 30) ?? ''
  const lead = word ? `"${word}" is not understood.` : 'That is not understood.'
  return listed(app, asked, { outcome: 'unknown', pages: all.filter(isAsking), lead })
}

function listed(app: App, { reply, person }: Asked, { outcome, pages, lead = '' }: Telling): ReplyResult {
  const codes = codesFor(pages.map((page) => page.id))
  const choices = pages.map((page) => ({
    code: (codes.get(page.id) ?? '').toUpperCase(),
    title: titleOf(page),
    stands: standing(app, page),
  }))
  const lines = choices.map(({ code, title, stands }) => `${code}: ${title}${stands}`)
  const how = pages.length === 0 ? 'Nothing is open for you.' : pages.length === 1 ? `${POSSIBLE}.` : `${POSSIBLE} and a code, or ack all.`
  const counted = pages.length > 1 ? `${pages.length} are open:` : pages.length === 1 ? 'Open:' : ''
  return {
    ...plain(reply, outcome, [lead, counted, ...lines, how].filter(Boolean).join('\n')),
    person: asPerson(person),
    choices: choices.map(({ code, title }) => ({ code, title })),
  }
}

const titleOf = ({ state, reference }: OpenPage): string => [state.severity, reference, state.title].filter(Boolean).join(' ')

function standing(app: App, { state }: OpenPage): string {
  return state.acknowledged ? ` (${nameOf(app, state.acknowledged.by)} has it)` : ''
}

const nameOf = (app: App, actor: string): string => {
  const id = actor.slice(actor.indexOf(':') + 1)
  return app.policies.live().user(id)?.name ?? id
}

const plain = (reply: Reply, outcome: ReplyResult['outcome'], said: string): ReplyResult => ({
  reply,
  outcome,
  said,
  person: null,
  about: null,
  choices: [],
})

const asPerson = ({ id, name }: User): { id: string; name: string } => ({ id, name: name ?? id })
