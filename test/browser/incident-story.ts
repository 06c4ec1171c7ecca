import type { Browser } from 'playwright-core'
import { writtenForm } from '../../src/core/policy/print.ts'
import { createClock } from '../../src/engine/clock.ts'
import { unprepared } from '../../src/engine/outbox.ts'
import { features } from '../../src/features/index.ts'
import reviews from '../../src/features/reviews/feature.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'
import type { Screen, Variant } from './browser.ts'
import { everything, openAtStory, STORY, storyFrame } from './story-frame.ts'

const AT = Date.parse(STORY)
// The browser's watch follows the server's: both stand still at the moment of the story.
const frame = storyFrame({ now: () => AT, may: everything })

export type IncidentStory = {
  url: string
  world: Installation
  reference: string
  act: (verb: string, body?: object, by?: string) => Promise<void>
  declare: (body: object) => Promise<{ reference: string }>
  close: () => Promise<void>
}

type StoryOptions = {
  /** What the example lacks and a test needs. */
  alter?: (written: Record<string, unknown>) => Record<string, unknown>
}

/** The payments incident as the mock-ups tell it, up to 14:41:12, in a running installation. */
export async function startIncidentStory({ alter = (written) => written }: StoryOptions = {}): Promise<IncidentStory> {
  // Runs at its usual pace, and jumps ahead where the story does.
  const watch = { skipped: 0, from: Date.parse('2026-11-12T14:06:00.000Z'), started: performance.now() }
  const clock = createClock(0, { wallMs: () => watch.from, monotonicMs: () => performance.now() - watch.started + watch.skipped })
  const moveTo = (ms: number): void => {
    watch.skipped += ms - clock.now().epochMilliseconds
  }
  const { bundle } = readPolicy('example')
  if (!bundle) throw new Error('policies/example cannot be read')
  const ana = JSON.parse(as('admin', 'ana')['x-principal'] as string)
  const world = await startInstallation({
    features: [...features, frame],
    bundle: alter(writtenForm(bundle) as Record<string, unknown>),
    smtpUrl: 'smtp://127.0.0.1:1',
    clock,
    authenticate: async (headers) => (typeof headers['x-principal'] === 'string' ? JSON.parse(headers['x-principal']) : ana),
    sender: (app) =>
      unprepared(async (message) => {
        if (message.channel === 'internal') await reviews.jobs?.[String(message.content.job)]?.(message.content, app)
        return { ok: true, said: '250 accepted' }
      }),
  })
  const post = async (url: string, body: object, by: string): Promise<{ reference: string; id: string }> => {
    const answer = await world.server.inject({ method: 'POST', url, headers: as('admin', by), payload: body })
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`)
    return answer.json()
  }
  const at = (time: string): void => moveTo(Date.parse(`2026-11-12T${time.padEnd(8, ':00')}.000Z`))
  at('14:09')
  const declared = {
    title: 'Card payments failing at checkout',
    severity: 'SEV-1',
    service: 'payments-api',
    startedAt: '2026-11-12T14:02:00Z',
    detectedAt: '2026-11-12T14:04:00Z',
  }
  const { reference, id } = await post(
    '/api/v1/incidents',
    {
      ...declared,
      page: false,
      impact: { customers: '~4,200 of 12,600 at checkout', business_functions: ['Payments'], customer_facing: true },
    },
    'ana',
  )
  const act = async (verb: string, body: object = {}, by = 'ana'): Promise<void> =>
    void (await post(`/api/v1/incidents/${reference}/${verb}`, body, by))
  const tick = () => world.app.engine.execute({ name: 'tick', to: { kind: 'incident', id }, by: 'engine', data: {} })
  await tell({ at, act, tick })
  moveTo(AT)
  const url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  return { url, world, reference, act, declare: (body) => post('/api/v1/incidents', body, 'ana'), close: () => world.close() }
}

type Telling = { at: (time: string) => void; act: IncidentStory['act']; tick: () => Promise<unknown> }

async function tell({ at, act, tick }: Telling): Promise<void> {
  await act('acknowledge')
  for (const [role, user] of [
    ['commander', 'ana'],
    ['tech-lead', 'ben'],
    ['comms', 'leila'],
  ])
    await act('role', { role, user }).catch(() => undefined)
  at('14:14')
  await act('publish', { text: 'Investigating' })
  at('14:17')
  await act(
    'update',
    { text: 'About 1 in 3 card payments fail. Wallet and invoice payments work. Cause looks like this morning’s deploy.' },
    'leila',
  )
  at('14:22')
  await act('status', { status: 'identified' }, 'ben')
  await act('publish', { text: 'Cause found' })
  at('14:28')
  await act('decide', { text: 'Roll back rather than fix forward: the fix needs a schema change, over 30 minutes.' })
  await act('status', { status: 'mitigating' })
  at('14:30')
  await act('publish', { text: 'We are fixing it', nextIn: '30m' })
  at('14:39:01')
  await tick()
}

type Opening = Variant & { url: string; user?: string; role?: Parameters<typeof as>[0] }

/** Opens a screen of the story, as Ana unless somebody else is named. */
export const openStory = (browser: Browser, { user, role = 'admin', ...options }: Opening): Promise<Screen> =>
  openAtStory(browser, { ...options, ...(user ? { headers: { 'x-principal': as(role, user)['x-principal'] as string } } : {}) })
