import type { EscalationState } from '../../src/core/escalation/state.ts'
import alerts from '../../src/features/alerts/feature.ts'
import connections from '../../src/features/connections/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { as, type Installation, startInstallation } from './installation.ts'

/** Where the internet finds this installation: behind a proxy that takes `/pager` off. */
export const OUTSIDE = 'https://ops.example.com/pager'

export type Paged = Installation & {
  /** Opens an alert of this title, which pages whoever holds the ladder; answers its escalation's id. */
  page(title: string, service?: string): Promise<string>
  stateOf(escalation: string): Promise<EscalationState>
  /** What is proved of its messages, in order: `accepted`, `voicemail` … by the facts' names. */
  factsOf(escalation: string): Promise<{ name: string; by: string; said: string | null }[]>
  until(what: () => boolean | Promise<boolean>): Promise<void>
}

type Options = { bundle: Record<string, unknown>; publicUrl?: string; smtpUrl?: string }

/** Alerts, ladders and roads around real servers for the providers, with whatever those post back. */
export async function openPaged({ bundle, publicUrl = OUTSIDE, smtpUrl }: Options): Promise<Paged> {
  const world = await startInstallation({
    features: [connections, alerts, paging],
    bundle,
    sender: (app) => createSender(Object.assign(app, { publicUrl })),
    ...(smtpUrl ? { smtpUrl } : {}),
  })
  const { app, server } = world
  const stateOf = async (id: string): Promise<EscalationState> =>
    (await app.store.load([{ kind: 'escalation', id }]))[0]?.state as EscalationState
  /** Asks again on every change, and a little later: what a provider's answer leads to is written after it. */
  const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await what()); tries += 1) {
      if (tries > 500) throw new Error('what was waited for has not come')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    ...world,
    stateOf,
    until,
    page: async (title, service) => {
      const payload = { title, ...(service ? { service } : {}) }
      const opened = await server.inject({ method: 'POST', url: '/api/v1/alerts', headers: as('admin'), payload })
      if (opened.statusCode !== 201) throw new Error(opened.body)
      let escalation: string | undefined
      await until(async () => {
        const { rows } = await app.pools.side.query('select escalation from alert where id = $1', [opened.json().id])
        escalation = rows[0]?.escalation ?? undefined
        return escalation !== undefined
      })
      return escalation as string
    },
    factsOf: async (escalation) => {
      const { rows } = await app.pools.side.query(
        `select name, by, data->>'said' as said from fact where stream = $1 and name like 'page.%' order by seq`,
        [`escalation:${escalation}`],
      )
      return rows
    },
  }
}
