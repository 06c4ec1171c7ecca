import { randomBytes } from 'node:crypto'
import { signedBySlack } from './slack.ts'
import { BOT, TEAM } from './slack-rooms.ts'

type By = { user: string; place: string; at: Temporal.Instant }

const fresh = (): string => randomBytes(6).toString('hex')

/** What Slack's fields of a slash command are. */
export const commandFields = ({ user, place, text, url }: Omit<By, 'at'> & { text: string; url: string }) => ({
  ...{
    token: 'verification',
    team_id: TEAM,
    team_domain: 'example',
    channel_id: place,
    channel_name: 'room',
    user_id: user,
    user_name: 'x',
  },
  ...{ command: '/incident', text, response_url: `${url}/commands/1234/5678`, trigger_id: `133.738.${fresh()}`, api_app_id: 'A123456' },
})

/** Somebody types `/incident …`; `url` is where the workspace is. */
export const typedInSlack = ({ at, ...typed }: By & { text: string; url: string }) =>
  signedBySlack(new URLSearchParams(commandFields(typed)).toString(), { at })

const interacted = (payload: object, at: Temporal.Instant) =>
  signedBySlack(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), { at })

/** Somebody presses a button of a room's card. */
export const pressedOnCard = ({ user, place, at, action, incident }: By & { action: string; incident: string }) =>
  interacted(
    {
      type: 'block_actions',
      user: { id: user, team_id: TEAM },
      container: { type: 'message', message_ts: '1.1', channel_id: place },
      trigger_id: `1.2.${fresh()}`,
      team: { id: TEAM },
      actions: [{ type: 'button', block_id: 'room', action_id: action, value: incident }],
    },
    at,
  )

/** Somebody sends the form that was opened. */
export const sentForm = (view: Record<string, unknown>, { user, at, values }: Omit<By, 'place'> & { values: Record<string, string> }) => {
  const blocks = view.blocks as { block_id: string; element: { type: string; action_id: string } }[]
  const filled = blocks.map(({ block_id: name, element: { type, action_id: action } }) => {
    const value = values[name] ?? null
    const chosen = value ? { value, text: { type: 'plain_text', text: value } } : null
    return [name, { [action]: type === 'static_select' ? { type, selected_option: chosen } : { type, value } }]
  })
  const state = { values: Object.fromEntries(filled) }
  return interacted(
    { type: 'view_submission', team: { id: TEAM }, user: { id: user }, view: { ...view, id: `V${fresh()}`, hash: 'h', state } },
    at,
  )
}

export const eventPayload = (event: object, id = fresh()) => ({
  ...{ token: 'z', team_id: TEAM, api_app_id: 'A0FFV41KK', type: 'event_callback', event_id: `Ev${id}`, event_time: 1_525_215_129 },
  event,
  authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true }],
})

/** Slack tells of something by itself. */
export const toldBySlack = (event: object, { at, id }: { at: Temporal.Instant; id?: string }) => {
  const signed = signedBySlack(JSON.stringify(eventPayload(event, id)), { at })
  return { ...signed, headers: { ...signed.headers, 'content-type': 'application/json' } }
}
