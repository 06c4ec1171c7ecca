import { hash } from 'node:crypto'
import { isPlaceholder } from '../../../core/policy/placeholder.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { Integration as Instance } from '../../../core/policy/schema/intake.ts'
import type { Clock } from '../../../engine/clock.ts'
import type { Integration } from '../../../integrations/declaration.ts'
import type { FieldValues } from '../../../integrations/field.ts'
import { PREVIOUS_KEY, PREVIOUS_KEY_UNTIL, secretNameOf } from '../rules.ts'
import { plainFieldsOf } from './settings.ts'
import type { Vault } from './vault.ts'

/** An integration that somebody may post to, found by its key. */
export type Connection = {
  id: string
  actor: string
  service: string | null
  declaration: Integration
  fields: FieldValues
  /** Until when this key is taken, in epoch milliseconds. */
  until: number
}

type Parts = { policies: { live(): Policy }; integrations: ReadonlyMap<string, Integration>; vault: Vault; clock: Clock }

/**
 * Key → integration, in memory, made anew when another policy is in force. Keys are looked up by their hash, so how long
 * a look-up takes tells nothing about them.
 */
export class ConnectionIndex {
  private readonly parts: Parts
  private policy: Policy | null = null
  private byHash = new Map<string, Connection>()
  /** Names of kept keys that this process has not opened yet. */
  private unopened: string[] = []

  constructor(parts: Parts) {
    this.parts = parts
  }

  find(type: string, key: string): Connection | null {
    const live = this.parts.policies.live()
    if (live !== this.policy) this.build(live)
    const found = this.byHash.get(hashOf(type, key))
    if (!found || (found.until !== Number.POSITIVE_INFINITY && found.until <= this.parts.clock.now().epochMilliseconds)) return null
    return found
  }

  /** The same, after opening keys that this process has not seen. Throws when the database is down: unknown is not the same as not there. */
  async findOpening(type: string, key: string): Promise<Connection | null> {
    const found = this.find(type, key)
    if (found || this.unopened.length === 0) return found
    const opened = await Promise.all(this.unopened.map((name) => this.parts.vault.open(name)))
    if (opened.some((text) => text !== null)) this.policy = null
    return this.find(type, key)
  }

  private build(policy: Policy): void {
    this.byHash = new Map()
    this.unopened = []
    for (const instance of policy.bundle.integrations ?? []) {
      const declaration = this.parts.integrations.get(instance.type)
      if (!declaration?.receive) continue
      this.add(instance, declaration, { written: instance.key, until: Number.POSITIVE_INFINITY })
      const until = Date.parse(String(instance.fields[PREVIOUS_KEY_UNTIL] ?? ''))
      if (!Number.isNaN(until)) this.add(instance, declaration, { written: instance.fields[PREVIOUS_KEY], until })
    }
    this.policy = policy
  }

  private add(instance: Instance, declaration: Integration, { written, until }: { written: unknown; until: number }): void {
    const key = this.opened(written)
    if (key === null) return
    this.byHash.set(hashOf(declaration.id, key), {
      id: instance.id,
      actor: `integration:${instance.id}`,
      service: instance.service === undefined ? null : idOf(instance.service),
      declaration,
      fields: plainFieldsOf(declaration, instance),
      until,
    })
  }

  /** A variable that was not set where the policy was applied is no key: nobody may come in by its name. */
  private opened(written: unknown): string | null {
    if (typeof written !== 'string' || isPlaceholder(written)) return null
    const name = secretNameOf(written)
    if (name === null) return written
    const known = this.parts.vault.known(name)
    if (known === undefined) this.unopened.push(name)
    return known ?? null
  }
}

const hashOf = (type: string, key: string): string => hash('sha256', `${type}\n${key}`, 'base64')
