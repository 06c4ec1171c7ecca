import { Suspense, useState } from 'react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { Facts, Panel } from '../../../web/kit/panel.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { ImpactView } from '../contract/incident.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

const ImpactForm = lazily(() => import('./impact-form.tsx'), 'ImpactForm')

/** Who is hurt and how: read at a glance, changed where it stands. */
export function ImpactPanel() {
  const { incident } = useRoom()
  const [isEditing, setEditing] = useState(false)
  const canEdit = incident.can.act
  useShortcuts(canEdit ? [{ keys: 'i', label: () => say('keyImpact'), run: () => setEditing(true) }] : [])
  const actions = canEdit && !isEditing && (
    <button type="button" className="quiet-link line" onClick={() => setEditing(true)}>
      {say('edit')} <KeyHint keys="i" />
    </button>
  )
  return (
    <Panel title={say('impact')} actions={actions}>
      {isEditing ? (
        <Suspense fallback={null}>
          <ImpactForm onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        <Facts facts={factsOf(incident.impact, incident.service?.name ?? null)} />
      )}
    </Panel>
  )
}

function factsOf(impact: readonly ImpactView[], service: string | null): { word: string; value: string }[] {
  const known = impact
    .filter((field) => field.value !== null && field.value !== '')
    .map((field) => ({ word: field.name, value: textOf(field.value) }))
  return [{ word: say('serviceField'), value: service ?? say('notKnown') }, ...known]
}

function textOf(value: ImpactView['value']): string {
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  return Array.isArray(value) ? value.join(', ') : String(value ?? '')
}
