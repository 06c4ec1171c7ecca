import { readdirSync, readFileSync } from 'node:fs'
import { parseBundle } from '../../core/policy/parse.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { User } from '../../core/policy/schema/people.ts'
import type { ReadTexts } from '../../core/policy/texts.ts'
import { momentOf } from '../../core/time/moment.ts'

const PATH = 'policies/example/tocsin.yaml'
const FILE = new URL(`../../../${PATH}`, import.meta.url)

/** People of the example are marked in their contacts: nothing is ever sent to them. */
export const DEMO_MARK = 'demo'

const marked = (user: User): User => ({
  ...user,
  contacts: { ...user.contacts, other: { ...user.contacts.other, [DEMO_MARK]: 'example' } },
})

/** The example organisation as a bundle: its people marked, its integrations without keys, a maintenance planned for Saturday. */
export function exampleBundle(now: Temporal.Instant): Bundle {
  const text = readFileSync(FILE, 'utf8')
  const { bundle, findings } = parseBundle([{ path: PATH, text }], {}, textsOfExample)
  if (!bundle) throw new Error(`${PATH} is not valid: ${findings.find(({ level }) => level === 'error')?.message}`)
  const integrations = (bundle.integrations ?? []).map(({ key: _, ...each }) => each)
  return { ...bundle, users: (bundle.users ?? []).map(marked), integrations, maintenance: [maintenanceAfter(now, bundle)] }
}

/** Its own folder is part of the program, so what it names is there. */
const textsOfExample: ReadTexts = ({ template, folder }) => {
  const root = new URL('./', FILE)
  const paths = folder ? readdirSync(new URL(`${folder}/`, root)).map((name) => `${folder}/${name}`) : []
  return [...(template ? [template] : []), ...paths].map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))
}

const SATURDAY = 6

function maintenanceAfter(now: Temporal.Instant, bundle: Bundle): NonNullable<Bundle['maintenance']>[number] {
  const zone = bundle.organization.timezone
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const saturday = today.add({ days: (SATURDAY - today.dayOfWeek + 7) % 7 || 7 })
  const at = (hour: number) => momentOf(saturday.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).toInstant())
  return {
    id: 'demo-maintenance',
    name: 'Public API maintenance',
    services: ['service:public-api'],
    from: at(2),
    to: at(3),
    reason: 'Requests may be slow; none are lost',
  }
}

type Entry = { id?: string }
const idsOf = (list: readonly Entry[]): Set<string> => new Set(list.flatMap(({ id }) => id ?? []))

/** The example beside what is there: entries whose name is taken stay as they are, sections of one piece too. */
export function withExample(bundle: Bundle, example: Bundle, isEmpty: boolean): Bundle {
  if (isEmpty) return example
  const merged: Record<string, unknown> = { ...bundle }
  for (const [section, value] of Object.entries(example)) {
    const own = merged[section]
    if (own === undefined) merged[section] = value
    else if (Array.isArray(own) && Array.isArray(value)) merged[section] = joined(own as Entry[], value as Entry[])
  }
  return merged as Bundle
}

function joined(own: Entry[], example: Entry[]): Entry[] {
  const taken = idsOf(own)
  return [...own, ...example.filter(({ id }) => id === undefined || !taken.has(id))]
}

/** The way back: what is still exactly as the example has it goes; what somebody changed or added stays. */
export function withoutExample(bundle: Bundle, example: Bundle): Bundle {
  const kept = Object.entries(bundle).flatMap(([section, value]): [string, unknown][] => {
    const given = example[section as keyof Bundle]
    if (section === 'version' || given === undefined) return [[section, value]]
    if (section === 'organization') return [[section, same(value, given) ? { ...example.organization, ...PLAIN_ORGANIZATION } : value]]
    if (!Array.isArray(value) || !Array.isArray(given)) return same(value, given) ? [] : [[section, value]]
    const own = (value as Entry[]).filter((entry) => !(given as Entry[]).some((each) => isOfExample(entry, each)))
    return own.length > 0 ? [[section, own]] : []
  })
  return withoutLostServices(Object.fromEntries(kept) as Bundle)
}

/** What somebody connected to a service of the example stays connected: its alerts are about no service then, and page as before there was one. */
function withoutLostServices(bundle: Bundle): Bundle {
  const services = idsOf(bundle.services ?? [])
  const integrations = bundle.integrations?.map(({ service, ...each }) =>
    service === undefined || services.has(service) ? { ...each, ...(service === undefined ? {} : { service }) } : each,
  )
  return { ...bundle, ...(integrations ? { integrations } : {}) }
}

const PLAIN_ORGANIZATION = { name: 'My organisation', support: undefined, fallback: undefined }

/** The same entry: as it was, or (for what has moments in it) by its name. */
const isOfExample = (entry: Entry, given: Entry): boolean =>
  same(entry, given) || (entry.id?.startsWith('demo-') === true && entry.id === given.id)

const same = (a: unknown, b: unknown): boolean => inOneOrder(a) === inOneOrder(b)

/** The database keeps keys in an order of its own. */
function inOneOrder(value: unknown): string {
  const sorted = (_key: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each
  return JSON.stringify(value, sorted) ?? ''
}
