import type { Actor } from '../../core/command/command.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { changePolicy, storedPolicy } from '../policies/reads.ts'
import { exampleBundle, withExample, withoutExample } from './example-bundle.ts'
import { play } from './play.ts'
import { type DemoState, demoState } from './reads.ts'
import { emptyDemo } from './store.ts'
import { storyOfTheQuarter } from './story-of-the-quarter.ts'
import { storyOfToday } from './story-of-today.ts'

type Door = Pick<App, 'engine' | 'store' | 'pools' | 'clock' | 'settings'>

/**
 * Adds the living example organisation: its policy beside what is there, and a quarter of alerts and incidents that ends in
 * three open ones, told up to this moment. Nobody of it is ever sent anything. Does nothing when it is there already.
 */
export async function seedDemo(app: Door, by: Actor = 'engine'): Promise<DemoState> {
  const before = await demoState(app)
  if (before.isPresent) return before
  await refuseBesideOwn(app)
  const now = app.clock.now()
  const example = exampleBundle(now)
  const isEmpty = (await storedPolicy(app)) === null
  const outcome = await changePolicy(app, { by, note: 'The example organisation was added' }, (bundle) =>
    withExample(bundle, example, isEmpty),
  )
  if (outcome.refusal) throw problemOf(outcome.refusal)
  const { version, bundle } = (await storedPolicy(app)) ?? { version: 1, bundle: example }
  const changes = await play([...storyOfTheQuarter(now), ...storyOfToday(now)], { policy: createPolicy(bundle, version), now })
  await app.store.write(changes)
  return await demoState(app)
}

/** References are counted by day: an example in between would leave gaps in what is somebody's record. */
async function refuseBesideOwn({ pools }: Door): Promise<void> {
  const { rows } = await pools.side.query<{ n: number }>('select (select count(*)::int from incident) as n')
  if ((rows[0]?.n ?? 0) === 0) return
  const detail = 'This installation has incidents of its own; add the example to another one ("tocsin serve --demo --data ./example").'
  throw new Problem({ code: 'demo-beside-own', status: 409, detail })
}

/** Takes the example away again: its people and services, and every row of its alerts and incidents. What was added since stays. */
export async function removeDemo(app: Door, by: Actor = 'engine'): Promise<DemoState> {
  const stored = await storedPolicy(app)
  const example = exampleBundle(app.clock.now())
  // The policy first: when it refuses, because something of one's own still names the example, nothing is half gone.
  if (stored) {
    const note = 'The example organisation was removed'
    const outcome = await changePolicy(app, { by, note, force: 'its people go with it' }, (bundle) => withoutExample(bundle, example))
    if (outcome.refusal) throw problemOf(outcome.refusal)
  }
  const left = idsOfPeople((await storedPolicy(app))?.bundle)
  await emptyDemo(
    app.pools.side,
    idsOfPeople(example).filter((id) => !left.includes(id)),
  )
  return await demoState(app)
}

/** Those whose shifts are told about, and where. */
const idsOfPeople = (bundle: Bundle | undefined): string[] => [...(bundle?.schedules ?? []), ...(bundle?.users ?? [])].map(({ id }) => id)
