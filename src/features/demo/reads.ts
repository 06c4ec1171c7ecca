import type { App } from '../feature.ts'

/** Rows of the example: their ids begin with the mark, after what the engine puts before it. */
export const DEMO_IDS = '^((esc|inc)-)*demo-'

export type DemoState = { isPresent: boolean; incidents: number; alerts: number }

/** How much of the example is there. */
export async function demoState(app: Pick<App, 'pools'>): Promise<DemoState> {
  const text = `select (select count(*)::int from incident where id ~ $1) as incidents, (select count(*)::int from alert where id ~ $1) as alerts`
  const { rows } = await app.pools.side.query<{ incidents: number; alerts: number }>(text, [DEMO_IDS])
  const { incidents = 0, alerts = 0 } = rows[0] ?? {}
  return { isPresent: incidents + alerts > 0, incidents, alerts }
}
