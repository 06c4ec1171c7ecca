import assert from 'node:assert/strict'
import type { IncidentState } from '../../src/core/incident/state.ts'
import type { RoomState } from '../../src/core/room/state.ts'
import connections from '../../src/features/connections/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { as, type Installation, type InstallationOptions, startInstallation } from './installation.ts'

export type ChatHouse = Installation & {
  act(path: string, payload: object, who?: string): Promise<{ id: string; reference: string }>
  roomState(id: string): Promise<RoomState | undefined>
  incidentState(id: string): Promise<IncidentState>
  /** Resolves when nothing is left to do in the incident's room. */
  quiet(id: string): Promise<RoomState>
  until(what: () => unknown): Promise<void>
  hear(path: string, posted: { headers: Record<string, string>; body: string }): Promise<{ status: number; body: string }>
  notes(id: string): Promise<{ by: string; text: string }[]>
}

/** Incidents and roads around a real server for a chat. */
export async function openChatHouse(
  bundle: Record<string, unknown>,
  more: Pick<InstallationOptions, 'authenticate'> = {},
): Promise<ChatHouse> {
  const jobs = new Map(Object.entries(incidents.jobs ?? {}))
  const world = await startInstallation({
    features: [connections, paging, incidents],
    bundle,
    ...more,
    sender: (app) => createSender(Object.assign(app, { publicUrl: 'https://ops.example.com' }), jobs),
  })
  const { app, server } = world
  const load = async (kind: string, id: string): Promise<unknown> => (await app.store.load([{ kind, id }]))[0]?.state
  const until = async (what: () => unknown): Promise<void> => {
    for (let tries = 0; !(await what()); tries += 1) {
      if (tries > 800) throw new Error('what was waited for has not come')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const roomState = async (id: string) => (await load('room', id)) as RoomState | undefined
  return {
    ...world,
    until,
    roomState,
    incidentState: async (id) => (await load('incident', id)) as IncidentState,
    quiet: async (id) => {
      await until(async () => (await roomState(id))?.steps.length === 0).catch(async (cause) => {
        const { rows } = await app.pools.side.query('select status, attempt, said, content from message where from_id = $1', [id])
        throw new Error(JSON.stringify([await roomState(id), rows]), { cause })
      })
      return (await roomState(id)) ?? assert.fail()
    },
    act: async (path, payload, who = 'ann') => {
      const answer = await server.inject({ method: 'POST', url: `/api/v1/incidents${path}`, headers: as('responder', who), payload })
      assert.ok(answer.statusCode < 300, answer.body)
      return answer.json()
    },
    hear: async (path, { headers, body }) => {
      const answer = await server.inject({ method: 'POST', url: `/hear/${path}`, headers, payload: body })
      return { status: answer.statusCode, body: answer.body }
    },
    notes: async (id) => {
      const asked = `select by, data->>'text' as text from fact where stream = $1 and name = 'incident.noted' order by seq`
      return (await app.pools.side.query(asked, [`incident:${id}`])).rows
    },
  }
}
