import type { AddressInfo } from 'node:net'
import { seedDemo } from '../../src/features/demo/seed.ts'
import { features } from '../../src/features/index.ts'
import type { Principal } from '../../src/platform/auth/permissions.ts'
import { createFixedClock } from '../world/fixed-clock.ts'
import { type Installation, startInstallation } from '../world/installation.ts'
import { STORY, storyFrame } from './story-frame.ts'

const ana: Principal = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.com', role: 'admin', scopes: ['*'] }

const frame = storyFrame({ now: (app) => app.clock.now().epochMilliseconds })

export type DemoStory = { url: string; home: Installation; close(): Promise<void> }

/** The whole product around the example organisation, at the moment of the story; everybody is Ana. */
export async function startDemoStory(): Promise<DemoStory> {
  const clock = createFixedClock(Temporal.Instant.from(STORY))
  const home = await startInstallation({ features: [...features, frame], clock, authenticate: async () => ana })
  await seedDemo(home.app)
  await home.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = home.server.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, home, close: home.close }
}
