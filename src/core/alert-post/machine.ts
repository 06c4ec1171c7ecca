import { canBeChanged } from '../chat-post/state.ts'
import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { waysToChannel } from '../paging/channel-ways.ts'
import { momentOf } from '../time/moment.ts'
import type { AlertPost, AlertPostState, StandingAlert } from './state.ts'

/** Later the stream has moved on, and the alert stands in the console. */
const POST_LIFE_HOURS = 1
const KEPT_RESOLVED_DAYS = 7
/** What never resolves is let go as well: chats let nobody change what is older. */
const KEPT_OPEN_DAYS = 90

/** `channels`: ids of those that ask for it. */
export type PostAlert = { title: string; severity: string; service: string | null; because: string; channels: string[] }

type Delivered = { message: string; providerId: string | null }
type Failed = { message: string; said: string; retrying: boolean }

const inDays = (days: number, { now }: Context): Temporal.Instant => now.add({ hours: 24 * days })

function post({ to, by, data }: Addressed<PostAlert>, context: Context): Decision<AlertPostState> {
  const { title, severity, service, because, channels } = data
  const posts = (context.policy.bundle.channels ?? []).flatMap((channel): AlertPost[] => {
    const [way] = channels.includes(channel.id) ? waysToChannel(channel, context) : []
    const message = `${to.id}.alert.${channel.id}`
    return way ? [{ message, target: `channel:${channel.id}`, ...way, handle: null, isMarked: false }] : []
  })
  if (posts.length === 0) return { facts: [] }
  const draft = new Draft<StandingAlert>({
    subject: to,
    by,
    now: context.now,
    state: { title, severity, service, posts, isResolved: false },
  })
  for (const each of posts) send(draft, each, { text: because })
  draft.tell('alert_post.asked', { channels: posts.map(({ target }) => target) })
  return draft.decision(inDays(KEPT_OPEN_DAYS, context))
}

function send(draft: Draft<StandingAlert>, { message: id, channel, target, road }: AlertPost, more: Record<string, string>): void {
  const { title, severity, service } = draft.state
  draft.send({
    ...{ id, channel, target, road, generation: 0 },
    content: { kind: 'notify', about: { kind: 'alert', id: draft.subject.id }, title, severity, service, ...more },
    until: momentOf(draft.now.add({ hours: POST_LIFE_HOURS })),
  })
}

/** Over the post where the chat lets it be changed, else below it. A post that is still on its way is marked when it stands there. */
function mark(draft: Draft<StandingAlert>): void {
  const marked = draft.state.posts.map((each) => {
    if (each.isMarked || each.handle === null) return each
    const content = { moment: 'resolved', text: 'The alert is resolved.' }
    const isChangeable = canBeChanged(each.channel) && each.handle !== ''
    send(draft, { ...each, message: `${each.message}.over` }, isChangeable ? { ...content, handle: each.handle } : content)
    return { ...each, isMarked: true }
  })
  draft.set({ posts: marked })
}

function resolve(draft: Draft<StandingAlert>, context: Context): Decision<AlertPostState> {
  if (draft.state.isResolved) return { facts: [] }
  draft.set({ isResolved: true })
  mark(draft)
  draft.tell('alert_post.resolved')
  return draft.decision(inDays(KEPT_RESOLVED_DAYS, context))
}

function delivered(draft: Draft<StandingAlert>, { message, providerId }: Delivered): Decision<AlertPostState> {
  draft.set({ posts: draft.state.posts.map((each) => (each.message === message ? { ...each, handle: providerId ?? '' } : each)) })
  if (draft.state.isResolved) mark(draft)
  draft.tell('alert_post.delivered', { message })
  return draft.decision()
}

/** Each alert stands once in each channel that asks for alerts, apart from the channels of incidents, and is marked when it is over. */
export const alertPostMachine: Machine<AlertPostState> = {
  kind: 'alert_post',
  decide(state, command, context) {
    const { to, by, name, data } = command
    if (name === 'post') return state ? refuse('already-posted', `alert ${to.id} stands in its channels`) : post(command as never, context)
    if (!state || 'forgotten' in state) return refuse('not-found', `alert ${to.id} stands in no channel`, 404)
    if (name === 'tick') return { state: { forgotten: true }, facts: [{ name: 'alert_post.forgotten', of: to, by, data: {} }], next: null }
    const draft = new Draft<StandingAlert>({ subject: to, by, now: context.now, state })
    if (name === 'resolve') return resolve(draft, context)
    if (name === 'delivered') return delivered(draft, data as Delivered)
    if (name !== 'failed') return refuse('unknown-command', `an alert's post does not know "${name}"`, 400)
    const { message, said, retrying } = data as Failed
    draft.tell('alert_post.failed', { message, said, retrying })
    return draft.decision()
  },
  columns: () => ({ key: null }),
}
