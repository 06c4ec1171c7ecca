import { isRecord, json } from './chat.ts'
import type { Behaviour } from './receiver.ts'

export type MattermostRoom = {
  id: string
  name: string
  type: string
  purpose: string
  header: string
  members: string[]
  links: string[]
  pins: number
  isArchived: boolean
}

const TEAM = 'ops'.padEnd(26, '0')
const LONGEST_NAME = 64

const no = (status: number, id: string): Behaviour => json(status, { id, message: 'internal secret', status_code: status })
const shown = ({ id, name, purpose, header }: MattermostRoom) => ({ id, name, purpose, header, team_id: TEAM })

/** The API's channels of one team; null for what is no call about them. */
export function roomRoute(call: string, given: unknown, rooms: MattermostRoom[]): Behaviour | null {
  if (call === 'GET teams/name/ops') return json(200, { id: TEAM, name: 'ops' })
  if (call === 'POST channels') return isRecord(given) ? create(given, rooms) : no(400, 'api.context.invalid_body_param.app_error')
  const named = new RegExp(`^GET teams/${TEAM}/channels/name/(.+)$`).exec(call)?.[1]
  if (named)
    return withRoom(
      rooms.find((each) => each.name === named),
      (room) => json(200, shown(room)),
    )
  if (/^POST posts\/\w+\/pin$/.test(call)) return json(200, { status: 'OK' })
  const [, method, id, rest = ''] = /^(\w+) channels\/(\w{26})(?:\/(.+))?$/.exec(call) ?? []
  const room = rooms.find((each) => each.id === id)
  return room ? within(`${method} ${rest}`, isRecord(given) ? given : {}, room) : null
}

const withRoom = (room: MattermostRoom | undefined, then: (room: MattermostRoom) => Behaviour): Behaviour =>
  room ? then(room) : no(404, 'app.channel.get_by_name.missing.app_error')

function create({ name, type, purpose, team_id: team }: Record<string, unknown>, rooms: MattermostRoom[]): Behaviour {
  if (team !== TEAM || !/^[a-z0-9][a-z0-9_-]+$/.test(String(name)) || String(name).length > LONGEST_NAME)
    return no(400, 'model.channel.is_valid.1_or_more.app_error')
  if (rooms.some((each) => each.name === name)) return no(400, 'store.sql_channel.save_channel.exists.app_error')
  const room = {
    ...{ id: `room${rooms.length + 1}x`.padEnd(26, '0'), name: String(name), type: String(type), purpose: String(purpose), header: '' },
    ...{ members: [], links: [], pins: 0, isArchived: false },
  }
  rooms.push(room)
  return json(201, shown(room))
}

function within(call: string, given: Record<string, unknown>, room: MattermostRoom): Behaviour | null {
  if (call === 'PUT patch') room.header = String(given.header)
  else if (call === 'POST members') room.members.push(String(given.user_id))
  else if (call === 'GET ') return json(200, shown(room))
  else if (call === 'GET bookmarks') return json(200, [])
  else if (call === 'POST bookmarks') room.links.push(String(given.link_url))
  else if (call === 'DELETE ') room.isArchived = true
  else if (call === 'POST restore') room.isArchived = false
  else return null
  return json(200, shown(room))
}
