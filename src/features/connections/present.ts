import { idOf } from '../../core/policy/policy.ts'
import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import type { Integration } from '../../integrations/declaration.ts'
import type { ConnectionAnswer, TypeAnswer } from './contract.ts'
import type { LastActivity } from './reads/activity.ts'
import { unheardOf } from './reads/hear-url.ts'
import { plainFieldsOf } from './reads/settings.ts'
import { PREVIOUS_KEY_UNTIL } from './rules.ts'

export function typeOf(declaration: Integration, publicUrl: string): TypeAnswer {
  const { id, title, summary, fields, receive, send } = declaration
  const unheard = unheardOf({ publicUrl }, { declaration, instance: { id, type: id, fields: {} } })
  return { id, title, summary, fields, receives: receive !== undefined, sends: send !== undefined, unheard }
}

type Shown = { declaration: Integration | undefined; activity: LastActivity | undefined; mayWrite: boolean; publicUrl: string }

export function connectionOf(instance: Instance, { declaration, activity, mayWrite, publicUrl }: Shown): ConnectionAnswer {
  const secrets = declaration?.fields.filter((field) => field.kind === 'secret') ?? []
  const until = instance.fields[PREVIOUS_KEY_UNTIL]
  return {
    id: instance.id,
    type: instance.type,
    title: declaration?.title ?? instance.type,
    name: instance.name ?? instance.id,
    service: instance.service ? idOf(instance.service) : null,
    fields: declaration ? plainFieldsOf(declaration, instance) : {},
    storedSecrets: secrets.map((field) => field.name).filter((name) => instance.fields[name] !== undefined),
    hearUrl: declaration?.hear && !declaration.hearsMail ? `${publicUrl}/hear/${declaration.id}/${instance.id}` : null,
    unheard: unheardOf({ publicUrl }, { declaration, instance }),
    previousKeyUntil: typeof until === 'string' ? until : null,
    lastReceivedAt: activity?.receivedAt ?? null,
    lastSentAt: activity?.sentAt ?? null,
    lastSaid: activity?.said ?? null,
    can: {
      edit: mayWrite,
      remove: mayWrite,
      rotate: mayWrite && declaration?.receive !== undefined,
      test: mayWrite && declaration?.send !== undefined,
    },
  }
}
