import type { Draft } from '../draft.ts'
import { person } from '../people.ts'
import type { DocumentReader } from '../reading.ts'

type Entry = Record<string, unknown>
const entriesOf = (draft: Draft, section: string): Entry[] => (draft.bundle[section] ?? []) as Entry[]

/** What a bundle cannot do without and documents leave out: written so that the draft can be read, and marked as assumed. */
export const assumeMissing: DocumentReader = ({ draft }) => {
  for (const schedule of entriesOf(draft, 'schedules')) if (!schedule.layers && !schedule.follows) assumeTurns(draft, schedule.id as string)
  for (const team of entriesOf(draft, 'teams')) if (team.id === 'everybody') assumeEverybody(draft)
  const types = entriesOf(draft, 'users').flatMap(({ types: known }) => (known as string[] | undefined) ?? [])
  for (const type of new Set(types)) {
    draft.put(['incident', 'types', { id: type }, 'when'], { flag: [type] }, null)
    draft.put(['incident', 'impact', type, 'type'], 'flag', null)
  }
}

/** Sundays at midnight, as in the example of the language. */
const FIRST_TURN = '2026-01-04T00:00'

function assumeTurns(draft: Draft, schedule: string): void {
  const [first] = draft.ids('users')
  const layer = ['schedules', { id: schedule }, 'layers', { id: 'rotation' }]
  draft.put([...layer, 'rotation'], 'weekly', null)
  draft.put([...layer, 'starts'], FIRST_TURN, null)
  draft.put([...layer, 'members'], [`user:${first ?? person(draft, 'On-call engineer', null)}`], null)
}

function assumeEverybody(draft: Draft): void {
  const members = draft.ids('users').map((id) => `user:${id}`)
  if (members.length > 0) draft.put(['teams', { id: 'everybody' }, 'members'], members, null)
}
