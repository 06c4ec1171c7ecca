import type { Context, JsonObject, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed, type Obligation } from '../obligation/obligation.ts'
import { doneKey } from '../obligation/reconcile.ts'
import { rulesOf } from '../obligation/rules.ts'
import { idOf } from '../policy/policy.ts'
import type { Template } from '../policy/schema/publication.ts'
import type { Audience } from '../policy/schema/severity.ts'
import { type Filled, fill, isReady, templateFor, whyNot } from '../template/fill.ts'
import { ownMail } from '../template/own-words.ts'
import { momentOf } from '../time/moment.ts'
import { approvalFor, askApproval, type Bypass, mayApprove } from './approval.ts'
import { type Change, type Changes, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { type Addressee, addresseesOf } from './mail-recipients.ts'
import type { MailRound } from './record.ts'
import type { IncidentState } from './state.ts'
import { headOf, viewOf } from './view.ts'

/** A mail server that is away for a night is waited for. */
const mailLifeHours = 24

/** `audience` may be left out where only one is outside. `template` is an id, or `auto` for the policy's text of the moment. */
export type Mail = Bypass & { audience?: string; text?: string; subject?: string; template?: string }

const mail: Change = (draft, command, context) => {
  const asked = command.data as Mail
  const { state } = draft
  if (state.isPrivate) return refusal('private-incident', `${state.reference} is private to its responders; nobody else is written to`, 403)
  const audience = audienceFor(asked.audience, state, context)
  if ('code' in audience) return audience
  if (!asked.template && !asked.text?.trim())
    return refusal('text-missing', 'write what they are to read, or name a template: `auto` takes the policy’s text for this moment', 400)
  const letters = writeAll(draft, { audience, words: asked }, context)
  if ('code' in letters) return letters
  const wanted = audience.outside ? (approvalFor(state, 'mail', context) ?? approvalFor(state, 'publish', context)) : null
  const isOwn = wanted !== null && mayApprove(wanted, draft.by)
  const { bypass, ...rest } = asked
  const data = { ...rest, audience: `audience:${audience.id}`, text: asked.text ?? letters.first }
  if (wanted && !isOwn && !bypass?.trim()) return askApproval(draft, { act: 'mail', data: data as JsonObject }, { wanted, context })
  if (wanted && !isOwn) draft.tell('incident.approval_bypassed', { act: 'mail', of: wanted.of, reason: bypass?.trim() })
  post(draft, { audience, letters, post: null, by: draft.by })
  return undefined
}

export const mailChanges: Changes = { mail }

/** What was approved goes out as it was asked for; what has become empty meanwhile is refused. */
export function mailApproved(
  draft: Draft<IncidentState>,
  { data, by }: { data: JsonObject; by: string },
  context: Context,
): Refusal | undefined {
  const asked = data as Mail
  const audience = audienceFor(asked.audience, draft.state, context)
  if ('code' in audience) return audience
  const letters = writeAll(draft, { audience, words: asked }, context)
  if ('code' in letters) return letters
  post(draft, { audience, letters, post: null, by })
  return undefined
}

type WithPost = { text: string; status: string; id: string; nextBy: string | null; wanted: boolean | undefined; by: string }

/**
 * A public post is mailed as well: to whom a mail is owed, to who heard of it before when it is over, and to all customers where the
 * author wants that. What the policy's text lacks holds the mail back, never the post; the fact says what is empty.
 */
export function mailWithPost(draft: Draft<IncidentState>, said: WithPost, context: Context): void {
  if (said.wanted === false) return
  const isEnd = said.status === 'resolved' || said.status === 'closed'
  for (const audience of context.policyAt(draft.state.policy).bundle.audiences ?? []) {
    const isAsked = said.wanted === true && audience.outside === true
    const isForAll = isAsked || isMailOwed(draft.state, audience)
    if (!isForAll && !(isEnd && isToHearTheEnd(draft.state, audience))) continue
    const only = isForAll ? null : toldBefore(draft.state, audience)
    const letters = writeAll(
      draft,
      { audience, words: { text: said.text, template: 'auto' }, moment: said.status, nextBy: said.nextBy, only },
      context,
    )
    if ('code' in letters) {
      // Nobody to write to is no failure where somebody else's program writes to them.
      if (isAsked || letters.code !== 'nobody-to-mail')
        draft.tell('incident.mail_withheld', { audience: audience.id, why: letters.message })
    } else post(draft, { audience, letters, post: said.id, by: said.by })
  }
}

const isOwedMail = (each: Obligation): boolean => each.must === 'email' && isOwed(each)

/** A rule that names no audience means customers. */
const isFor = ({ about }: Obligation, audience: Audience): boolean =>
  about === null ? audience.outside === true : idOf(about) === audience.id && !/^(?:team|role|user|channel):/.test(about)

const isMailOwed = ({ obligations }: IncidentState, audience: Audience): boolean =>
  obligations.some((each) => isOwedMail(each) && isFor(each, audience))

/** Who was written to while it lasted is told that it is over, once for each time. */
function isToHearTheEnd({ mails = [] }: IncidentState, audience: Audience): boolean {
  const last = mails.findLast((each) => each.audience === audience.id)
  return last !== undefined && last.moment !== 'resolved'
}

/** To whom a mail about it arrived, or may still. */
function toldBefore({ mails = [], notices }: IncidentState, audience: Audience): Set<string> {
  const rounds = mails.filter((each) => each.audience === audience.id).map(({ id }) => Object.entries(notices[id] ?? {}))
  return new Set(rounds.flatMap((round) => round.flatMap(([target, what]) => (what === 'failed' ? [] : [target]))))
}

function audienceFor(named: string | undefined, state: IncidentState, context: Context): Audience | Refusal {
  const { bundle } = context.policyAt(state.policy)
  const all = bundle.audiences ?? []
  const outside = all.filter((each) => each.outside)
  const found = named ? all.find((each) => each.id === idOf(named)) : outside.length === 1 ? outside[0] : undefined
  if (found) return found
  const known = all.map(({ id }) => id).join(', ')
  return refusal(
    'audience-unknown',
    named
      ? `"${named}" is no audience of the policy; ${known ? `it has ${known}` : 'add one under audiences:'}`
      : `say whom to write to: ${known || 'add an audience with `outside: true` and recipients'}`,
    400,
  )
}

type Letter = Addressee & { subject: string | null; text: string; isOwn: boolean }
type Letters = { list: Letter[]; unreached: string[]; moment: string; template: string | null; first: string }
/** `only`: these targets and nobody else. */
type Writing = { audience: Audience; words: Mail; moment?: string; nextBy?: string | null; only?: ReadonlySet<string> | null }

/** The text for each of them, or why none is sent: nobody, no mail server, a placeholder without a value. */
function writeAll(
  draft: Draft<IncidentState>,
  { audience, words, moment = draft.state.status, nextBy = null, only = null }: Writing,
  context: Context,
): Letters | Refusal {
  const { state } = draft
  const { reached: all, unreached } = addresseesOf(context.policy.audience(audience.id) ?? audience, state, context)
  const reached = only ? all.filter(({ target }) => only.has(target)) : all
  if (reached.length === 0)
    return refusal(
      'nobody-to-mail',
      `nobody of ${audience.name ?? audience.id} has an address that counts here; add recipients to the audience, or tick it off by hand with what was done`,
    )
  if (!context.canSend('email'))
    return refusal('mail-not-set-up', 'no mail server is set up; set TOCSIN_SMTP_URL or connect an e-mail server')
  const found = templateIn(words, { audience, moment, state }, context)
  if (found !== null && 'code' in found) return found
  const template = found ?? (audience.outside ? ownMail : null)
  const list: Letter[] = []
  for (const to of reached) {
    const filled = template && fillFor(to, { draft, template, words, nextBy, isOutside: audience.outside === true }, context)
    if (filled && !isReady(filled)) return refusal('placeholder-empty', `${whyNot(filled)} (mail to ${audience.name ?? audience.id})`, 400)
    const subject = words.subject?.trim() || filled?.subject || null
    list.push({ ...to, subject, text: filled?.text ?? words.text ?? '', isOwn: filled !== null })
  }
  return { list, unreached, moment, template: found?.id ?? null, first: list[0]?.text ?? '' }
}

/** The policy's text for them and the moment: of the status, else for the beginning, the course or the end. Null where it has none, or own words are meant. */
function templateIn(
  { template: named }: Mail,
  { audience, moment, state }: { audience: Audience; moment: string; state: IncidentState },
  context: Context,
): Template | Refusal | null {
  if (!named) return null
  const { policy, facts } = viewOf(state, context)
  if (named !== 'auto')
    return (
      policy.bundle.templates?.find((each) => each.id === named) ??
      refusal('template-unknown', `the policy has no template "${named}"; leave it out, or write \`auto\``, 400)
    )
  const isFirst = !(state.mails ?? []).some((each) => each.audience === audience.id)
  const course = moment === 'resolved' || moment === 'closed' ? 'resolved' : isFirst ? 'declared' : 'update'
  const audiences = [audience.id, ...(audience.outside ? ['customers', 'email'] : [])]
  for (const each of new Set([moment, course])) {
    const found = templateFor(policy, { moment: each, audiences }, facts)
    if (found) return found
  }
  return null
}

type Filling = { draft: Draft<IncidentState>; template: Template; words: Mail; nextBy: string | null; isOutside: boolean }

function fillFor(to: Addressee, { draft, template, words, nextBy, isOutside }: Filling, context: Context): Filled {
  const policy = context.policyAt(draft.state.policy)
  const recipient = { ...(to.name ? { name: to.name } : {}), ...(to.impact ? { impact: to.impact } : {}) }
  const saying = { recipient, ...(words.text ? { text: words.text } : {}), ...(nextBy ? { nextBy } : {}) }
  return fill(template, { state: draft.state, policy, now: context.now, saying, isOutside }, to.zone)
}

type Posting = { audience: Audience; letters: Letters; post: string | null; by: string }

function post(draft: Draft<IncidentState>, { audience, letters, post: postId, by }: Posting): void {
  const { state } = draft
  const round: MailRound = {
    ...{ id: `mail-${(state.mails?.length ?? 0) + 1}`, audience: audience.id, moment: letters.moment },
    ...{ subject: letters.list[0]?.subject ?? state.publicTitle ?? state.title, at: momentOf(draft.now), by, post: postId, settled: null },
  }
  for (const { target, subject, text, isOwn } of letters.list) {
    const words: JsonObject = { ...(isOwn ? { body: text } : { text }), ...(subject ? { subject } : {}) }
    draft.send({
      id: `${draft.subject.id}.${round.id}.${target}/email`,
      channel: 'email',
      target,
      road: 'email',
      content: {
        ...headOf(draft),
        kind: 'notify',
        audience: `audience:${audience.id}`,
        ...(audience.outside ? { isOutside: true } : {}),
        ...words,
      },
      until: momentOf(draft.now.add({ hours: mailLifeHours })),
      generation: 0,
    })
  }
  const queued = Object.fromEntries(letters.list.map(({ target }) => [target, 'queued' as const]))
  draft.set({ mails: [...(state.mails ?? []), round], notices: { ...state.notices, [round.id]: queued } })
  draft.tell('incident.mailed', {
    ...{ id: round.id, audience: audience.id, moment: letters.moment, subject: round.subject, text: letters.first, post: postId },
    ...{ template: letters.template, recipients: letters.list.map(({ target }) => target), unreached: letters.unreached },
  })
}

/** A mail arrived, or never will. When it is known of all, that is told; when it arrived everywhere, what asked for it is met. */
export function mailHeard(draft: Draft<IncidentState>, id: string, context: Context): void {
  const round = draft.state.mails?.find((each) => each.id === id)
  const states = Object.entries(draft.state.notices[id] ?? {})
  if (!round || round.settled || states.some(([, each]) => each === 'queued')) return
  const failed = states.flatMap(([target, each]) => (each === 'failed' ? [target] : []))
  const at = momentOf(draft.now)
  draft.set({ mails: (draft.state.mails ?? []).map((each) => (each.id === id ? { ...each, settled: at } : each)) })
  draft.tell('incident.mail_settled', { id, audience: round.audience, delivered: states.length - failed.length, failed })
  if (failed.length === 0) meetMails(draft, round, context)
}

/** What came to be owed after it was written is not met by it. */
function meetMails(draft: Draft<IncidentState>, round: MailRound, context: Context): void {
  const policy = context.policyAt(draft.state.policy)
  const audience = policy.audience(round.audience)
  if (!audience) return
  const isByHand = ({ rule }: Obligation): boolean => rulesOf(policy).find((each) => each.id === rule)?.met_by === 'acknowledged'
  const met = draft.state.obligations.filter(
    (each) => isOwedMail(each) && isFor(each, audience) && each.since <= round.at && !isByHand(each),
  )
  for (const { id, about } of met) fulfil(draft, { must: 'email', about, by: 'engine', id })
  const named = [audience.id, `audience:${audience.id}`, ...(audience.outside ? [null] : [])]
  const keys = named.map((each) => doneKey('email', each))
  const done = Object.fromEntries(keys.map((key) => [key, { at: round.at, by: round.by }]))
  draft.set({ done: { ...draft.state.done, ...done } })
}

/** Whether customers are written to at this level, and who of them could be. */
export function mailOffer(
  state: IncidentState,
  context: Context,
): { asked: 'required' | 'optional' | 'none'; audiences: { id: string; name: string; count: number }[] } {
  const policy = context.policyAt(state.policy)
  const audiences = state.isPrivate ? [] : (policy.bundle.audiences ?? []).filter((each) => each.outside)
  return {
    asked: policy.severity(state.severity)?.customers?.email ?? 'none',
    audiences: audiences.map((each) => ({
      id: each.id,
      name: each.name ?? each.id,
      count: addresseesOf(context.policy.audience(each.id) ?? each, state, context).reached.length,
    })),
  }
}
