import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import type { Schedule } from '../../../../core/policy/schema/schedule.ts'
import { startWatch } from '../../../../web/clock.ts'
import { daysFrom } from '../../../../web/local-time.ts'
import { lazily } from '../../../../web/shell/lazily.tsx'
import { Page } from '../../../../web/shell/page.tsx'
import { useShortcuts } from '../../../../web/shell/shortcuts.ts'
import { type ShownZone, useShownZone, ZoneChoice } from '../schedule-choices.tsx'
import { Dock } from './dock.tsx'
import type { Base } from './draft-queries.ts'
import { scheduleIn } from './draft-queries.ts'
import type { Editing } from './editing.ts'
import { EditorLanes } from './editor-lanes.tsx'
import { LayerForm } from './layer-form.tsx'
import { previewOf } from './preview.ts'
import { say } from './strings.ts'
import { useDraft } from './use-draft.ts'

const ReviewDialog = lazily(() => import('./review-dialog.tsx'), 'ReviewDialog')

type Props = { base: Base; bar: ReactNode; onSaved: (base: Base) => void }

const WEEK_DAYS = 7
const MONDAY_FIRST = 6
const DAY_MS = 86_400_000

/** Layers on the left, lanes on the right, and below, docked, what they come to. */
export function RotationEditor({ base, bar, onSaved }: Props) {
  const [isReviewing, setReviewing] = useState(false)
  const [shownZone, setShownZone] = useState<ShownZone>('schedule')
  const editing = useEditing(base, shownZone)
  const { draft, isEdited, discard, undo, preview } = editing
  useShortcuts([{ keys: 'mod+z', label: () => say('undoStep'), run: undo }])
  const actions = (
    <span className="line">
      <Button
        variant="subtle"
        className="only-wide"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={discard}
        disabled={!isEdited}
      >
        {say('discard')}
      </Button>
      {base.can.save && (
        <Button variant="filled" disabled={!isEdited} onClick={() => setReviewing(true)}>
          {say('review')}
        </Button>
      )}
    </span>
  )
  return (
    <Page
      title={draft.name ?? draft.id}
      crumbs={[{ label: say('onCall'), to: '/on-call' }]}
      aside={
        <span className="only-wide">
          <ZoneChoice zone={shownZone} own={preview.zone} onChange={setShownZone} />
        </span>
      }
      action={actions}
      isFull
    >
      {bar}
      <div className="editor">
        <LayerForm editing={editing} />
        <EditorLanes editing={editing} />
        <Dock editing={editing} />
      </div>
      <Suspense fallback={null}>
        {isReviewing && <ReviewDialog editing={editing} onClose={() => setReviewing(false)} onSaved={onSaved} />}
      </Suspense>
    </Page>
  )
}

const emptySchedule = (id: string): Schedule => ({ id, layers: [], overrides: [], shadows: [] })

function useEditing(base: Base, shownZone: ShownZone): Editing {
  const state = useDraft(scheduleIn(base) ?? emptySchedule(base.id))
  const { draft } = state
  const [chosen, select] = useState(draft.layers.at(0)?.id ?? '')
  const [weeks, setWeeks] = useState(2)
  const own = draft.timezone ?? base.bundle.organization.timezone
  const zone = useShownZone(shownZone, own)
  const days = useMemo(() => weeksFrom(zone, Date.parse(base.at), weeks), [zone, base.at, weeks])
  const { preview, tookMs } = useMemo(() => {
    const elapsed = startWatch()
    const instant = (ms: number | undefined) => Temporal.Instant.fromEpochMilliseconds(ms ?? 0)
    const span = { from: instant(days[0]), to: instant(days.at(-1)) }
    const made = previewOf({ bundle: base.bundle, draft, at: Temporal.Instant.from(base.at), span })
    return { preview: made, tookMs: elapsed() }
  }, [base, draft, days])
  const selected = draft.layers.some(({ id }) => id === chosen) ? chosen : (draft.layers.at(0)?.id ?? '')
  return { ...state, base, preview, tookMs, selected, select, days, zone, weeks, setWeeks }
}

/** Whole weeks from the Monday before: the picture stays still while a week goes by. */
function weeksFrom(zone: string, nowMs: number, weeks: number): number[] {
  const today = daysFrom(zone, nowMs, 1)[0] ?? 0
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(today)
  const sinceMonday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday)
  const monday = today - Math.min(MONDAY_FIRST, Math.max(0, sinceMonday)) * DAY_MS
  // noon: a day of 23 or 25 hours since Monday must not lead into the day beside it
  return daysFrom(zone, monday + DAY_MS / 2, weeks * WEEK_DAYS + 1)
}
