import { streamOf } from '../core/command/command.ts'
import { type PolicyState, policySubject } from '../core/policy/machine.ts'
import { createPolicy, type Policy } from '../core/policy/policy.ts'
import { bundleSchema } from '../core/policy/schema/bundle.ts'
import type { Policies } from './decide-batch.ts'
import type { Committed } from './execute.ts'
import type { Store } from './store.ts'

type Parts = { store: Pick<Store, 'load' | 'facts'>; onError(error: unknown): void }

/** Before the first policy is applied: nobody to page, every hour counts. */
const noPolicy = (): Policy => createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Unnamed' } }), 0)

/** The policy in force and, for what runs under an older one, that. */
export class StoredPolicies implements Policies {
  private readonly parts: Parts
  private current = noPolicy()
  private readonly versions = new Map<number, Policy>([[0, this.current]])

  constructor(parts: Parts) {
    this.parts = parts
  }

  live(): Policy {
    return this.current
  }

  /**
   * The policy of a version made readable by `ensure`. A version whose fact is gone must not silence its alerts: they
   * go on under the policy in force, and `ensure` has said so.
   */
  at(version: number): Policy {
    return this.versions.get(version) ?? this.current
  }

  async ensure(versions: number[]): Promise<void> {
    const missing = new Set(versions.filter((version) => !this.versions.has(version)))
    if (missing.size === 0) return
    // A version's fact is never earlier in the stream than its number, so what is older need not be read.
    for (const fact of await this.parts.store.facts(streamOf(policySubject), Math.min(...missing) - 1)) {
      const { version, bundle } = fact.data as unknown as PolicyState
      if (fact.name !== 'policy.applied' || !missing.delete(version)) continue
      this.versions.set(version, createPolicy(bundle, version))
    }
    for (const version of missing) {
      this.parts.onError(
        new Error(`no fact tells policy version ${version}; what began under it goes on under version ${this.current.version}`),
      )
      this.versions.set(version, this.current)
    }
  }

  /** Reads the policy in force: at the start, and when another process says that it changed. */
  async refresh(): Promise<void> {
    const [row] = await this.parts.store.load([policySubject])
    if (row) this.take(row.state as PolicyState)
  }

  /** Takes a policy over that this process has just committed. */
  committed({ changes }: Committed): void {
    for (const { subject, state } of changes.states) if (streamOf(subject) === streamOf(policySubject)) this.take(state as PolicyState)
  }

  private take({ version, bundle }: PolicyState): void {
    if (version <= this.current.version) return
    this.current = createPolicy(bundle, version)
    this.versions.set(version, this.current)
  }
}
