import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse, stringify } from 'yaml'
import { parseBundle } from '../../core/policy/parse.ts'
import { type Bundle, bundleSchema } from '../../core/policy/schema/bundle.ts'
import { differencesOf, wordsOf } from './differences.ts'

const WHOLE = readFileSync(new URL('../../core/policy/whole-language.example.yaml', import.meta.url), 'utf8')

type Raw = Record<string, unknown>

function bundleOf(raw: Raw): Bundle {
  const { bundle, findings } = parseBundle([{ path: 'tocsin.yaml', text: stringify(raw) }], { CRANE: 'x' })
  assert.ok(bundle, JSON.stringify(findings.filter(({ level }) => level === 'error')))
  return bundle
}

function put(here: Raw, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) here[key] = value
  else put(here[key] as Raw, rest, value)
}

/** One change in each section of the language, and what is told of it. */
const CHANGES: Readonly<Record<string, readonly [path: string, value: unknown, words: string]>> = {
  document: ['document.version', '2.2', 'document: version from 2.1 to 2.2'],
  organization: ['organization.timezone', 'Europe/Paris', 'organization: timezone from Europe/Berlin to Europe/Paris'],
  incident: ['incident.room.open', 'declared', 'incident: room: open from acknowledged to declared'],
  channels: ['channels.0.posts', ['declared'], 'channels: harbour: posts from declared, resolved to declared'],
  severities: ['severities.0.respond_within', '10m', 'severities: L1: respond_within from 15m to 10m'],
  roles: ['roles.0.backup', ['user:cy'], 'roles: commander: backup from user:bo to user:cy'],
  audiences: ['audiences.0.name', 'Shipowners', 'audiences: owners: name from Owners to Shipowners'],
  approvals: ['approvals.0.by', ['user:ann'], 'approvals: publish: by from role:commander to user:ann'],
  obligations: ['obligations.1.every', '1h', 'obligations: news: every from 30m to 1h'],
  triggers: ['triggers.0.page', ['user:cy'], 'triggers: breach: page from team:shore to user:cy'],
  users: ['users.0.title', 'Captain', 'users: ann: title from Engineer to Captain'],
  teams: ['teams.0.managers', ['ann'], 'teams: shore: managers from cy to ann'],
  schedules: ['schedules.0.layers.1.rotation', '48h', 'schedules: primary: layers: day: rotation from 36h to 48h'],
  calendars: ['calendars.0.name', 'Beach', 'calendars: shore: name from Shore calendar to Beach'],
  escalation_policies: ['escalation_policies.0.repeat', 3, 'escalation_policies: technical: repeat from 2 to 3'],
  services: ['services.0.criticality', 'high', 'services: crane: criticality from critical to high'],
  dependencies: ['dependencies.0.criticality', 'low', 'dependencies: power: criticality from high to low'],
  integrations: ['integrations.0.fields.retries', 4, 'integrations: prom: fields: retries from 3 to 4'],
  routes: ['routes.0.declare', false, 'routes: route 1: declare from true to false'],
  grouping: ['grouping.window', '10m', 'grouping: window from 5m to 10m'],
  maintenance: ['maintenance.0.reason', 'rust', 'maintenance: paint: reason from painting to rust'],
  monitors: ['monitors.0.every', '1m', 'monitors: up: every from 30s to 1m'],
  status_pages: ['status_pages.0.title', 'Port', 'status_pages: public: title from Harbour to Port'],
  templates: ['templates.0.subject', 'Old', 'templates: hello: subject from News to Old'],
  checklists: ['checklists.1.gate', 'close', 'checklists: done: gate from resolve to close'],
  mitigation_order: ['mitigation_order', ['fix_forward', 'rollback'], 'mitigation_order: order changed'],
  mitigations: ['mitigations.0.action', 'fix_forward', 'mitigations: A new version did it: action from rollback to fix_forward'],
  decision_trees: ['decision_trees.0.nodes.q2.ask', 'Is it wise?', 'decision_trees: undo: nodes: q2: ask from Is it safe? to Is it wise?'],
  runbooks: ['runbooks.review', '6mo', 'runbooks: review from 3mo to 6mo'],
  commands: ['commands.0.run', 'crane boot', 'commands: Restart: run from crane restart to crane boot'],
  postmortem: ['postmortem.steps.1.within', '48h', 'postmortem: steps: meeting: within from 72h to 48h'],
  actions: ['actions.require', ['owner'], 'actions: require from owner, due to owner'],
  targets: ['targets.mttd', '10m', 'targets: mttd from 5m to 10m'],
  drills: ['drills.0.every', '2mo', 'drills: tabletop: every from 1mo to 2mo'],
  training: ['training.0.pass', '90%', 'training: quiz: pass from 80% to 90%'],
  routines: ['routines.0.every', '2mo', 'routines: monthly: every from 1mo to 2mo'],
  contacts: ['contacts.0.hours', 'weekdays', 'contacts: crane: hours from 24/7 to weekdays'],
  links: ['links.0.kind', 'logs', 'links: Metrics: kind from metrics to logs'],
  readiness: ['readiness.require', ['drill-done'], 'readiness: require from on-call-24x7 to drill-done'],
  lint: ['lint.accept.0.reason', 'tiny', 'lint: accept: on-duty-share at schedule:primary: reason from small to tiny'],
}

for (const [section, [path, value, words]] of Object.entries(CHANGES)) {
  test(`a change in ${section} is told in one line of words`, () => {
    const raw = parse(WHOLE) as Raw
    const before = bundleOf(raw)
    put(raw, path.split('.'), value)
    const told = wordsOf(differencesOf(before, bundleOf(raw)))
    assert.equal(told.length >= 1, true, `${section} changed and nothing is told`)
    assert.ok(
      told.some((line) => line.startsWith(words)),
      JSON.stringify(told),
    )
    assert.ok(told.every((line) => line.startsWith(`${section}: `)))
  })
}

test('entries without a name are told by their place, and one that comes between others is no change of these', () => {
  const raw = parse(WHOLE) as Raw
  const before = bundleOf(raw)
  const told = (change: (steps: Raw[]) => void): string[] => {
    const fresh = parse(WHOLE) as Raw
    change((fresh.escalation_policies as { steps: Raw[] }[])[0]?.steps ?? [])
    return wordsOf(differencesOf(before, bundleOf(fresh)))
  }
  assert.deepEqual(
    told((steps) => Object.assign(steps[0] ?? {}, { wait: '20m' })),
    ['escalation_policies: technical: steps: step 1: wait from 10m to 20m'],
  )
  assert.deepEqual(
    told((steps) => steps.splice(1, 0, { page: 'user:bo', wait: '5m' })),
    ['escalation_policies: technical: steps: step 2 ({"page":["user:bo"],"wait":"5m"}) added'],
  )
})

test('there is a change for every section of the language', () => {
  assert.deepEqual(
    Object.keys(bundleSchema.shape).filter((section) => section !== 'version' && !CHANGES[section]),
    [],
  )
})

test('an equal bundle in another order of keys is no change', () => {
  const raw = parse(WHOLE) as Raw
  assert.deepEqual(differencesOf(bundleOf(raw), bundleOf(Object.fromEntries(Object.entries(raw).toReversed()))), [])
})
