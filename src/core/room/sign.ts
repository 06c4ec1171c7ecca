import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { whoAt } from '../oncall/shifts-between.ts'
import { idOf, type Policy } from '../policy/policy.ts'
import { momentOf } from '../time/moment.ts'
import { chatOfChannel } from './room-chat.ts'

/** What a channel's topic says of who is on call: its subject's id is the channel's. */
export type SignState = { text: string; sent: number }

/** Later the next shift is nearer than the news. */
const NEWS_HOURS = 6

/** Schedules that say in this channel who is on call: by their own word, or by that of their team. */
function schedulesOf(policy: Policy, channel: string): string[] {
  const { schedules = [], teams = [] } = policy.bundle
  const own = schedules.filter((each) => each.channel && idOf(each.channel) === channel).map(({ id }) => id)
  const byTeam = teams.flatMap((team) => (team.channel && idOf(team.channel) === channel && team.schedule ? [idOf(team.schedule)] : []))
  return [...new Set([...own, ...byTeam])]
}

/** Every channel in which somebody's turn is shown. */
export function signedChannels({ bundle }: Policy): string[] {
  const named = [...(bundle.schedules ?? []), ...(bundle.teams ?? [])].flatMap(({ channel }) => (channel ? [idOf(channel)] : []))
  return [...new Set(named)]
}

function textFor(policy: Policy, channel: string, now: Temporal.Instant): string {
  const lines = schedulesOf(policy, channel).map((id) => {
    const people = whoAt(policy, id, now).members.map((user) => policy.user(user)?.name ?? user)
    return `${policy.schedule(id)?.name ?? id}: ${people.join(', ') || 'nobody'}`
  })
  return lines.length > 0 ? `On call · ${lines.join(' · ')}` : ''
}

type Handed = { message: string; said: string; retrying?: boolean }

export const signMachine: Machine<SignState> = {
  kind: 'sign',
  decide(state, command, context) {
    if (command.name === 'look') return look(state, command, context)
    if (!state) return refuse('not-found', `no channel "${command.to.id}" says who is on call`, 404)
    if (command.name !== 'delivered' && command.name !== 'failed')
      return refuse('unknown-command', `a channel's topic does not know "${command.name}"`, 400)
    return outcome(state, command, context)
  },
  columns: () => ({ key: null }),
}

function look(before: SignState | null, { to, by }: Addressed<never>, { policy, now, canSend }: Context): Decision<SignState> {
  const chat = chatOfChannel(policy, to.id)
  const text = textFor(policy, to.id, now)
  if (!chat || !canSend(chat.chat) || !text || text === before?.text) return { facts: [] }
  const sent = (before?.sent ?? 0) + 1
  const draft = new Draft<SignState>({ subject: to, by, now, state: { text, sent } })
  // What was not said yet is not so any more.
  draft.withdraw('all')
  draft.send({
    id: `sign.${to.id}.${sent}`,
    channel: chat.chat,
    target: `channel:${to.id}`,
    road: 'room',
    content: { kind: 'room', job: 'sign', channel: to.id, integration: chat.integration, text },
    until: momentOf(now.add({ hours: NEWS_HOURS })),
    generation: 0,
  })
  draft.tell('sign.changed', { text })
  return draft.decision()
}

function outcome(state: SignState, { to, by, name, data }: Addressed<never>, { now }: Context): Decision<SignState> {
  const { message, said, retrying } = data as Handed
  if (retrying || message !== `sign.${to.id}.${state.sent}`) return { facts: [] }
  const draft = new Draft({ subject: to, by, now, state })
  // What could not be shown is tried again with the next change.
  if (name === 'failed') draft.set({ text: '' })
  draft.tell(name === 'failed' ? 'sign.not_shown' : 'sign.shown', { said })
  return draft.decision()
}
