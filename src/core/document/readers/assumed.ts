import { FILLED } from '../../policy/lint/placeholder-rules.ts'
import type { Draft } from '../draft.ts'
import { person } from '../people.ts'
import type { DocumentReader } from '../reading.ts'
import { PUBLIC_FIELDS } from './customer-words.ts'

type Entry = Record<string, unknown>
const entriesOf = (draft: Draft, section: string): Entry[] => (draft.bundle[section] ?? []) as Entry[]

/** What a bundle cannot do without and documents leave out: written so that the draft can be read, and marked as assumed. */
export const assumeMissing: DocumentReader = ({ draft }) => {
  draft.put(['organization', 'name'], 'My organisation', null)
  for (const schedule of entriesOf(draft, 'schedules')) if (!schedule.layers && !schedule.follows) assumeTurns(draft, schedule.id as string)
  for (const team of entriesOf(draft, 'teams')) if (team.id === 'everybody') assumeEverybody(draft)
  const types = entriesOf(draft, 'users').flatMap(({ types: known }) => (known as string[] | undefined) ?? [])
  for (const type of new Set(types)) {
    draft.put(['incident', 'types', { id: type }, 'when'], { flag: [type] }, null)
    draft.put(['incident', 'impact', type, 'type'], 'flag', null)
  }
  assumeFillers(draft)
}

/** What the messages of the document want filled in is asked for with the impact, where the product does not know it by itself. */
function assumeFillers(draft: Draft): void {
  const texts = entriesOf(draft, 'templates').flatMap(({ subject, text }) => [String(subject ?? ''), String(text)])
  for (const [, first = '', second = ''] of texts.join('\n').matchAll(/\{\{ (\w+)\.([\w-]+)/g)) {
    if (first === 'incident' && !FILLED.incident?.includes(second)) assumeField(draft, second)
    if (first === 'roles') draft.entry('roles', second, null)
    if (second === 'support' && draft.at(['organization', 'support']) === undefined) draft.put(['organization', 'support'], SUPPORT, null)
  }
}

/** A field to fill in; one that customers read says so to whoever fills it in. */
function assumeField(draft: Draft, field: string): void {
  const steps = ['incident', 'impact', field]
  draft.put([...steps, 'type'], 'text', null)
  if (!field.startsWith('public_')) return
  draft.put([...steps, 'name'], PUBLIC_FIELDS[field] ?? `For customers: ${field.slice('public_'.length).replaceAll('_', ' ')}`, null)
  draft.put([...steps, 'public'], true, null)
}

/** For texts that name an address without saying which: of a domain that belongs to nobody. */
const SUPPORT = 'support@example.com'

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
