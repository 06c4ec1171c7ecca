import { presentAlert } from '../../alerts/reads/alert-row.ts'
import { findAlert, seenBy } from '../../alerts/reads/alerts.ts'
import { type Reader, yourId } from '../../alerts/reads/people.ts'
import { activePagesOf, presentPage, type Running } from '../../escalations/reads/pages.ts'
import { heldSchedule, pageFor } from '../../escalations/rules.ts'
import type { App } from '../../feature.ts'
import type { MyPage } from '../contract.ts'

/** What asks for me at this moment, the most severe first. Nobody but a person is paged. */
export async function myPages(app: App, reader: Reader): Promise<MyPage[]> {
  const you = yourId(reader)
  if (!you) return []
  const running = await activePagesOf(app.pools.side, you)
  await app.policies.ensure(running.map(({ state }) => state.policy))
  const pages = await Promise.all(running.map((each) => myPage(app, each, { reader, you })))
  return pages.sort((a, b) => a.severity.rank - b.severity.rank || (a.pagedAt < b.pagedAt ? -1 : 1))
}

async function myPage(app: App, running: Running, { reader, you }: { reader: Reader; you: string }): Promise<MyPage> {
  const { state } = running
  const found = state.about.kind === 'alert' ? await findAlert(app.pools.side, state.about.id) : null
  const [alert = null] = found ? await seenBy(app.pools.side, [found], reader) : []
  const page = pageFor(state, you)
  const roads = state.pages.findLast((each) => each.user === you)?.roads.filter((road) => road.status !== 'waiting') ?? []
  return {
    ...presentPage(app, running, reader),
    alert: alert && presentAlert(alert, state, reader),
    pagedAt: page?.at ?? state.startedAt,
    roads: [...new Set(roads.map((road) => road.road))],
    held: heldSchedule(page?.because ?? []),
  }
}
