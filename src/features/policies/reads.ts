import type { Actor, Refusal } from '../../core/command/command.ts'
import { addressesOf, addressProblems } from '../../core/policy/addresses.ts'
import { type Problem, valueAt } from '../../core/policy/finding.ts'
import type { ApplyPolicy, PolicyState } from '../../core/policy/machine.ts'
import { policySubject } from '../../core/policy/machine.ts'
import { checkBundle } from '../../core/policy/parse.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import type { User } from '../../core/policy/schema/people.ts'
import type { Outcome } from '../../engine/decide-batch.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { writtenTargets } from '../../platform/outbound/written-target.ts'
import type { App } from '../feature.ts'
import { differencesOf, wordsOf } from './differences.ts'
import { type Doubt, doubtsAbout } from './doubts.ts'
import { refusalOf } from './rules.ts'

/** Two people who save at the same moment meet once; this many in a row means that something is broken. */
const MOST_TRIES = 10

/** `basedOn` is the version the author looked at: a change since then is then a conflict. Without it the change follows the newest. */
export type PolicyChange = {
  by: Actor
  note: string
  basedOn?: number | null
  /** Why somebody whom nothing can wake is to take turns all the same. It stands in the history of versions. */
  force?: string | undefined
  /** Where the policy wants an approval, the change waits for it (`answer.proposal`) instead of being refused. */
  proposes?: boolean
}

type Door = { engine: Pick<App['engine'], 'execute'>; store: Pick<App['store'], 'load'>; settings: Pick<App['settings'], 'allowTargets'> }

/** What a bundle is before anything was applied. */
const emptyBundle = (): Bundle => bundleSchema.parse({ version: 1, organization: { name: 'Unnamed' } })

/** The person of the policy that somebody signed in is: by the same id, else by the same e-mail address. Null for tokens and guests. */
export function personOf(policy: Policy, principal: Principal | null): User | null {
  if (principal?.kind !== 'user') return null
  return policy.user(principal.id) ?? (principal.email ? policy.userByEmail(principal.email) : undefined) ?? null
}

/**
 * Who asks, as facts name them: `user:ann` by the id in the policy when it knows them, `token:9f…`, `local:command-line`
 * (somebody with access to the server's machine).
 */
export function actorOf(principal: Principal | null, policy: Policy): Actor {
  if (!principal) throw new Error('Nobody is known to act here: the route needs config.action.')
  if (principal.kind === 'local') return 'local:command-line'
  return `${principal.kind}:${personOf(policy, principal)?.id ?? principal.id}`
}

/** The policy in force as it is stored: newer than what this process may have heard of. Null before the first version. */
export async function storedPolicy(app: { store: Pick<App['store'], 'load'> }): Promise<PolicyState | null> {
  const [row] = await app.store.load([policySubject])
  return (row?.state as PolicyState | undefined) ?? null
}

/**
 * Changes the policy by a function of the bundle and applies the result as a new version, whole or not at all. The changed bundle
 * is held to the same rules as a written one (refused as `policy-invalid`, with `answer.problems`). When somebody else was
 * faster the function is asked again with their version, unless `basedOn` says which one was meant (`policy-moved-on`).
 * A function that changes nothing writes nothing.
 */
export async function changePolicy(
  app: Door,
  { by, note, basedOn, force, proposes }: PolicyChange,
  change: (bundle: Bundle) => Bundle,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await storedPolicy(app)
    const before = current?.bundle ?? emptyBundle()
    const changed = change(structuredClone(before))
    const { bundle, problems } = checkBundle(changed)
    if (!bundle) return { subject: policySubject, state: current, facts: [], ...refusalOf(changed, problems) }
    const forbidden = newlyForbidden(app, before, bundle)
    if (forbidden.length > 0) return { subject: policySubject, state: current, facts: [], ...refusalOf(changed, forbidden) }
    const changes = wordsOf(differencesOf(current ? before : null, bundle))
    const meant = basedOn ?? current?.version ?? 0
    if (changes.length === 0 && meant === (current?.version ?? 0)) return { subject: policySubject, state: current, facts: [] }
    const doubts = doubtsAbout(current ? before : null, bundle)
    if (doubts.length > 0 && !force) return { subject: policySubject, state: current, facts: [], refusal: doubted(doubts) }
    const reason = doubts.length > 0 ? `although ${doubts.map(({ words }) => words).join('; ')}: ${force}` : ''
    const data: ApplyPolicy = { bundle, basedOn: meant, note: [note, reason].filter(Boolean).join(' · '), changes }
    const outcome = await app.engine.execute({ name: 'apply', to: policySubject, by, data })
    if (outcome.refusal?.code === 'approval-wanted' && proposes)
      return await app.engine.execute({ name: 'propose', to: policySubject, by, data })
    const isFree = basedOn === undefined || basedOn === null
    if (outcome.refusal?.code !== 'policy-moved-on' || !isFree || attempt === MOST_TRIES) return outcome
  }
}

/** Addresses that the guard would refuse when something is sent there. Those that run already hold up no other change. */
function newlyForbidden({ settings }: Door, before: Bundle, next: Bundle): Problem[] {
  const known = new Set(addressesOf(before).map(({ url }) => url))
  const found = addressProblems(next, { objection: writtenTargets(settings.allowTargets), level: () => 'error' })
  const isNew = ({ path }: Problem): boolean => !known.has(String(valueAt(next, path)))
  return found.filter(isNew)
}

/** The gravest comes first and gives its code. */
const doubted = (doubts: readonly Doubt[]): Refusal => ({
  code: doubts[0]?.code ?? 'doubtful',
  status: 409,
  message: `${doubts.map(({ words }) => words).join('; ')}; ${[...new Set(doubts.map(({ remedy }) => remedy))].join('; ')}`,
})
