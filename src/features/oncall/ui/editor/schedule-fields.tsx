import { TextInput } from '@mantine/core'
import { Suspense, useState } from 'react'
import { idOf } from '../../../../core/policy/policy.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import { lazily } from '../../../../web/shell/lazily.tsx'
import { zoneChoices } from '../../../../web/zones.ts'
import type { Editing } from './editing.ts'
import { say } from './strings.ts'

const RemoveDialog = lazily(() => import('./remove-dialog.tsx'), 'RemoveDialog')

/** What holds for the whole schedule: its name, its zone, and whom it follows. */
export function ScheduleFields({ editing }: { editing: Editing }) {
  const [isRemoving, setRemoving] = useState(false)
  const { draft, change, base } = editing
  const others = (base.bundle.schedules ?? []).filter(({ id }) => id !== draft.id)
  const own = base.bundle.organization.timezone
  const zones = zoneChoices(own)
  return (
    <details>
      <summary className="t2">{say('schedule')}</summary>
      <div className="stack editor-more">
        <TextInput
          label={say('scheduleName')}
          value={draft.name ?? draft.id}
          onChange={(event) => {
            const name = event.currentTarget.value
            change((each) => ({ ...each, name: name || each.id }))
          }}
        />
        <Choice
          label={say('scheduleZone')}
          description={say('scheduleZoneWhat')}
          value={draft.timezone ?? own}
          data={zones}
          onChange={(timezone) => timezone && change((each) => ({ ...each, timezone }))}
        />
        <Choice
          label={say('follows')}
          description={say('followsWhat')}
          placeholder={say('followsNone')}
          value={draft.follows ? idOf(draft.follows) : null}
          data={others.map(({ id, name }) => ({ value: id, label: name ?? id }))}
          onChange={(follows) => change(({ follows: _, ...each }) => ({ ...each, ...(follows ? { follows } : {}) }))}
        />
        <button type="button" className="quiet-link plain-button missed" onClick={() => setRemoving(true)}>
          {say('removeAsk')}
        </button>
      </div>
      <Suspense fallback={null}>
        {isRemoving && <RemoveDialog id={draft.id} name={draft.name ?? draft.id} onClose={() => setRemoving(false)} />}
      </Suspense>
    </details>
  )
}
