import { TextInput } from '@mantine/core'
import { idOf } from '../../../../core/policy/policy.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import type { Editing } from './editing.ts'
import { say } from './strings.ts'

/** What holds for the whole schedule: its name, its zone, and whom it follows. */
export function ScheduleFields({ editing }: { editing: Editing }) {
  const { draft, change, base } = editing
  const others = (base.bundle.schedules ?? []).filter(({ id }) => id !== draft.id)
  const own = base.bundle.organization.timezone
  const zones = [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
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
          value={draft.follows ? idOf(draft.follows) : null}
          data={others.map(({ id, name }) => ({ value: id, label: name ?? id }))}
          onChange={(follows) => change(({ follows: _, ...each }) => ({ ...each, ...(follows ? { follows } : {}) }))}
        />
      </div>
    </details>
  )
}
