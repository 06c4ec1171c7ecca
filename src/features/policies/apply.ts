import type { Actor } from '../../core/command/command.ts'
import { NEWCOMER_REMEDY, type Newcomer, newcomerInWords, sleepingNewcomers } from '../../core/paging/rotation-entry.ts'
import type { Finding } from '../../core/policy/finding.ts'
import type { PolicyState } from '../../core/policy/machine.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { writtenTargets } from '../../platform/outbound/written-target.ts'
import type { App } from '../feature.ts'
import type { Plan } from './plan.ts'
import { planFiles } from './plan.ts'
import { changePolicy, storedPolicy } from './reads.ts'
import type { SecretRules, Variables } from './secrets.ts'
import { keepSecrets } from './store.ts'

/** Whoever applies files without naming a version means the newest; others may be faster this often. */
const MOST_TRIES = 5

/** `variables` are the values for `${VAR}` of whoever applies; what they lack may be set where the server runs. */
export type Application = {
  files: readonly BundleFile[]
  variables?: Variables
  by: Actor
  note: string
  basedOn: number | null
  force?: string | undefined
}

export type Applied = { plan: Plan; version: number; isChanged: boolean; refusal?: { code: string; status: number; message: string } }

type Parts = Pick<App, 'engine' | 'store' | 'pools' | 'secrets' | 'clock' | 'integrations' | 'settings'>

/** A signature needs an end; one that never comes makes equal texts equal signatures. */
const NEVER = Temporal.Instant.from('9999-01-01T00:00:00Z')
const FINGERPRINT_LENGTH = 20

/** Which fields are secret is the integrations' word; fingerprints rest on the installation's key. */
export const secretRulesOf = ({ integrations, secrets }: Pick<App, 'integrations' | 'secrets'>): SecretRules => ({
  secretFields: (type) => (integrations.get(type)?.fields ?? []).filter((field) => field.kind === 'secret').map((field) => field.name),
  fingerprint: (text) => (secrets.sign({ text }, 'fingerprint', NEVER).split('.')[1] ?? '').slice(0, FINGERPRINT_LENGTH),
})

/** Our own settings and the database's: a bundle could carry their values out by saying one of them as a name. */
const OWN_VARIABLES = /^(?:TOCSIN_|DATABASE_URL$|PG|NODE_|npm_)/i

/** Values for `${VAR}` that are set where the server runs. Only for whoever may apply: a plan tells them in its differences. */
export const variablesOfServer = (environment: Variables = process.env): Variables =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !OWN_VARIABLES.test(name)))

/** What applying these files now would come to, and what it would rest on. */
export async function planNow(
  app: Parts,
  files: readonly BundleFile[],
  variables: Variables = {},
): Promise<{ plan: Plan; version: number; current: Bundle | null }> {
  const current = await storedPolicy(app)
  const known = {
    current: current?.bundle ?? null,
    variables,
    rules: secretRulesOf(app),
    at: app.clock.now(),
    objection: writtenTargets(app.settings.allowTargets),
  }
  const plan = planFiles(files, known)
  const asleep = plan.bundle ? sleepingNewcomers(known.current, plan.bundle).map(findingOf) : []
  return { plan: { ...plan, findings: [...asleep, ...plan.findings] }, version: current?.version ?? 0, current: known.current }
}

/** What applying would be refused for without a reason. It stands in no one place of the files. */
const findingOf = (newcomer: Newcomer): Finding => ({
  file: 'the running policy',
  line: 1,
  column: 1,
  level: 'warning',
  rule: 'no-waking-road',
  message: newcomerInWords(newcomer),
  remedy: NEWCOMER_REMEDY,
  cost: 'a page at night would reach nobody and fall through',
})

/** Applies a bundle whole or not at all. Without a bundle in `plan` its findings say why; `refusal` is a conflict with somebody else. */
export async function applyFiles(app: Parts, { files, variables, by, note, basedOn, force }: Application): Promise<Applied> {
  for (let attempt = 1; ; attempt += 1) {
    const { plan, version } = await planNow(app, files, { ...variablesOfServer(), ...variables })
    const { bundle } = plan
    if (!bundle) return { plan, version, isChanged: false }
    await keepSecrets(app, plan.toSeal)
    const outcome = await changePolicy(app, { by, note, basedOn: basedOn ?? version, force }, () => bundle)
    const { refusal } = outcome
    if (refusal?.code === 'policy-moved-on' && basedOn === null && attempt < MOST_TRIES) continue
    const state = outcome.state as PolicyState | null
    return { plan, version: state?.version ?? version, isChanged: outcome.facts.length > 0, ...(refusal ? { refusal } : {}) }
  }
}
