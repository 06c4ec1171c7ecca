import type { Actor } from '../../core/command/command.ts'
import type { Finding } from '../../core/policy/finding.ts'
import type { PolicyState } from '../../core/policy/machine.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { writtenTargets } from '../../platform/outbound/written-target.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import type { App } from '../feature.ts'
import { type Doubt, doubtsAbout } from './doubts.ts'
import type { task as lintTask } from './found-by-lint.ts'
import type { Plan } from './plan.ts'
import { planFiles, withRisks } from './plan.ts'
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
  isWhole?: boolean
}

export type Applied = {
  plan: Plan
  version: number
  isChanged: boolean
  proposal?: string
  refusal?: { code: string; status: number; message: string }
}

type Parts = Pick<App, 'engine' | 'store' | 'pools' | 'secrets' | 'clock' | 'integrations' | 'settings' | 'work'>

const LINT = moduleBeside(import.meta.url, './found-by-lint')

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
  { variables = {}, isWhole = false }: { variables?: Variables; isWhole?: boolean } = {},
): Promise<{ plan: Plan; version: number; current: Bundle | null }> {
  const current = await storedPolicy(app)
  const known = {
    current: current?.bundle ?? null,
    variables,
    isWhole,
    rules: secretRulesOf(app),
    at: app.clock.now(),
    objection: writtenTargets(app.settings.allowTargets),
  }
  const draft = planFiles(files, known)
  const risks = draft.lint ? await app.work.run<typeof lintTask>(LINT, draft.lint).catch(unfinished) : []
  const plan = withRisks(draft, risks)
  const doubts = plan.bundle ? doubtsAbout(known.current, plan.bundle).map(findingOf) : []
  return { plan: { ...plan, findings: [...doubts, ...plan.findings] }, version: current?.version ?? 0, current: known.current }
}

/** A lint that breaks down holds up no policy: it may be the one that is needed now. */
const unfinished = (error: unknown): Finding[] => [
  {
    ...{ file: 'the running policy', line: 1, column: 1, level: 'warning', rule: 'lint-unfinished' },
    message: `lint did not come to an end: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'run "tocsin lint" on the files where there is time and memory',
    cost: 'a promise that cannot be kept may go unnoticed',
  },
]

/** What applying would be refused for without a reason. It stands in no one place of the files. */
const findingOf = ({ code, words, remedy, cost }: Doubt): Finding => ({
  file: 'the running policy',
  line: 1,
  column: 1,
  level: 'warning',
  rule: code,
  message: words,
  remedy,
  cost,
})

/** Applies a bundle whole or not at all. Without a bundle in `plan` its findings say why; `refusal` is a conflict with somebody else. */
export async function applyFiles(
  app: Parts,
  { files, variables, by, note, basedOn, force, isWhole = false }: Application,
): Promise<Applied> {
  for (let attempt = 1; ; attempt += 1) {
    const { plan, version } = await planNow(app, files, { variables: { ...variablesOfServer(), ...variables }, isWhole })
    const { bundle } = plan
    if (!bundle) return { plan, version, isChanged: false }
    await keepSecrets(app, plan.toSeal)
    const outcome = await changePolicy(app, { by, note, basedOn: basedOn ?? version, force, proposes: true }, () => bundle)
    const { refusal } = outcome
    if (refusal?.code === 'policy-moved-on' && basedOn === null && attempt < MOST_TRIES) continue
    const now = (outcome.state as PolicyState | null)?.version ?? version
    const proposal = outcome.answer?.proposal
    const waits = typeof proposal === 'string' ? { proposal } : {}
    return { plan, version: now, isChanged: now !== version, ...waits, ...(refusal ? { refusal } : {}) }
  }
}
