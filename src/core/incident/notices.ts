import type { Context, JsonObject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { Obligation } from '../obligation/obligation.ts'
import { anchorOf } from '../obligation/rules.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { waysToChannel } from '../paging/channel-ways.ts'
import { quietWay, type Way, waysTo } from '../paging/roads.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { Channel } from '../policy/schema/organization.ts'
import { holds } from '../policy/when.ts'
import { fill, isReady, templateFor } from '../template/fill.ts'
import type { Saying } from '../template/values.ts'
import { momentOf } from '../time/moment.ts'
import { mentionsFor } from './mentions.ts'
import type { IncidentState } from './state.ts'
import { headOf, holdersOf, viewOf } from './view.ts'

/** A notice is news for half a day. */
const noticeLifeHours = 12

type Recipient = { target: string; ways: Way[] }

/** Tells an audience, by the roads its obligation names. Delivery meets the obligation; nobody has to remember it. */
export function notify(draft: Draft<IncidentState>, obligation: Obligation, context: Context): void {
  const policy = context.policyAt(draft.state.policy)
  const rule = policy.bundle.obligations?.find((each) => each.id === obligation.rule)
  const members = policy.audience(obligation.about ?? '')?.members ?? (obligation.about ? [obligation.about] : [])
  const recipients = members.flatMap((member) => recipientsOf(draft, member, context))
  const waiting: Record<string, 'queued'> = {}
  for (const { target, ways } of recipients) {
    const named = ways.filter((way) => rule?.by.length === 0 || rule?.by.includes(way.road) || way.road === 'channel')
    const quiet = quietWay(ways)
    const chosen = named.length > 0 ? named : quiet ? [quiet] : []
    for (const way of chosen) {
      const person = kindOf(target) === 'user' ? context.policy.user(target) : undefined
      const wanted = {
        moment: momentOfAnchor[rule ? anchorOf(rule) : 'declared'] ?? 'declared',
        audiences: [idOf(obligation.about ?? ''), way.road],
      }
      post(draft, {
        id: `${draft.subject.id}.${obligation.id}.${target}/${way.channel}`,
        target,
        way,
        content: {
          kind: 'notify',
          audience: obligation.about,
          ...wordsFor(draft, { ...wanted, zone: person?.timezone, saying: { recipient: { name: person?.name ?? idOf(target) } } }, context),
        },
      })
    }
    if (chosen.length > 0) waiting[target] = 'queued'
  }
  if (Object.keys(waiting).length > 0) draft.set({ notices: { ...draft.state.notices, [obligation.id]: waiting } })
  const unreached = recipients.filter((each) => each.ways.length === 0).map((each) => each.target)
  draft.tell('incident.notified', { obligation: obligation.id, audience: obligation.about, recipients: Object.keys(waiting), unreached })
}

function recipientsOf(draft: Draft<IncidentState>, member: string, context: Context): Recipient[] {
  if (kindOf(member) === 'channel') {
    const channel = context.policy.bundle.channels?.find((each) => each.id === idOf(member))
    return [{ target: member, ways: channel && mayRead(channel, draft.state) ? waysToChannel(channel, context) : [] }]
  }
  const { state } = draft
  const reached = resolveTarget(context.policy, member, {
    at: context.now,
    holders: holdersOf(state),
    service: state.service,
    type: state.type,
  })
  return reached.map(({ user }) => {
    const person = context.policy.user(user)
    return { target: `user:${user}`, ways: person ? waysTo(person, context.canSend) : [] }
  })
}

/** The moment of a message that goes out when a clock starts. */
const momentOfAnchor: Readonly<Record<string, string>> = {
  severity_raised: 'severity-changed',
  mitigated: 'mitigated',
  resolved: 'resolved',
  closed: 'closed',
}

type Wording = { moment: string; audiences: readonly string[]; zone?: string | undefined; saying?: Saying }

/**
 * The policy's own words for a moment and an audience. Where a placeholder has nothing, the product's words go out instead, which
 * name only what is known; the fact says which one was empty.
 */
function wordsFor(draft: Draft<IncidentState>, { moment, audiences, zone, saying }: Wording, context: Context): JsonObject {
  const { policy, facts } = viewOf(draft.state, context)
  const template = templateFor(policy, { moment, audiences }, facts)
  if (!template) return {}
  const telling = { state: draft.state, policy, now: context.now, ...(saying ? { saying } : {}) }
  const filled = fill(template, telling, zone)
  if (isReady(filled)) return { body: filled.text, ...(filled.subject ? { subject: filled.subject } : {}) }
  draft.tell('incident.template_unfilled', { template: template.id, moment, empty: filled.empty, fault: filled.fault ?? undefined })
  return {}
}

/** Which commands are moments that a standing channel may ask for, besides those that bring their own words. */
const MOMENTS: Readonly<Record<string, string>> = {
  severity: 'severity-changed',
  assign: 'role-assigned',
  reopen: 'reopened',
  'stand-down': 'stood-down',
  close: 'closed',
}

/** Tells the standing channels of a change that they ask for: a level, a role, the mitigation, the end of everything. */
export function announce(
  draft: Draft<IncidentState>,
  command: { name: string },
  { before, context }: { before: IncidentState; context: Context },
): void {
  const isMitigated = draft.state.at.mitigated !== undefined && before.at.mitigated === undefined && draft.state.at.resolved === undefined
  const moment = MOMENTS[command.name] ?? (isMitigated ? 'mitigated' : null)
  if (moment) postToChannels(draft, { moment }, context)
}

/** Posts a moment of the incident to the standing channels that ask for it. */
export function postToChannels(draft: Draft<IncidentState>, { moment, ...more }: { moment: string } & JsonObject, context: Context): void {
  const view = viewOf(draft.state, context)
  for (const channel of context.policy.bundle.channels ?? []) {
    if (!channel.posts.includes(moment) || !holds(channel.when, view.facts) || !mayRead(channel, draft.state)) continue
    const sequence = draft.state.posts.length + Object.keys(draft.state.done).length
    const ways = waysToChannel(channel, context)
    if (ways.length === 0) continue
    const saying = { text: textIn(more.text), nextBy: textIn(more.nextBy) }
    const words = wordsFor(draft, { moment, audiences: [channel.id, 'chat'], saying }, context)
    const mentions = mentionsFor(channel, draft.state, context)
    for (const way of ways) {
      post(draft, {
        id: `${draft.subject.id}.${moment}.${momentOf(context.now)}.${sequence}.${channel.id}/${way.channel}`,
        target: `channel:${channel.id}`,
        way,
        content: { kind: 'notify', moment, ...more, ...words, ...(mentions.length > 0 ? { mentions } : {}) },
      })
    }
  }
}

/** What is private to its responders is posted where the policy means just this kind of incident, and nowhere else. */
const mayRead = ({ when }: Channel, { isPrivate, type }: IncidentState): boolean =>
  !isPrivate || (type !== null && when.length > 0 && when.every((clause) => clause.type?.includes(type)))

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function post(
  draft: Draft<IncidentState>,
  { id, target, way, content }: { id: string; target: string; way: Way; content: JsonObject },
): void {
  draft.send({
    id,
    channel: way.channel,
    target,
    road: way.road,
    content: { ...headOf(draft), ...content },
    until: momentOf(draft.now.add({ hours: noticeLifeHours })),
    generation: 0,
  })
}
