import { Button, SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconArrowsExchange, IconCircleX, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import type { Shift } from '../../../../core/oncall/shifts-between.ts'
import { Chip } from '../../../../web/kit/status-word.tsx'
import { Bar, GapBar, Lane, Lanes } from '../lanes.tsx'
import { BalanceTable } from './balance-table.tsx'
import { withLayer } from './draft-rotation.ts'
import type { Editing } from './editing.ts'
import { axisOf, epochs, peopleOf } from './editor-lanes.tsx'
import { changesIn, costsIn } from './preview-words.ts'
import { repairsOf } from './repairs.ts'
import { say } from './strings.ts'

/** The final schedule, always in sight: before and after on one axis, then differences and costs in words, with repairs. */
export function Dock({ editing }: { editing: Editing }) {
  const [isBoth, setBoth] = useState(true)
  const { preview } = editing
  return (
    <section className="editor-dock" aria-label={say('finalLive')}>
      <Head editing={editing} isBoth={isBoth} setBoth={setBoth} />
      <Lanes axis={axisOf(editing)} label={say('compare')} hasDates={false}>
        {isBoth && (
          <Lane name={say('before')} note={say('inForce')} kind="low">
            <Shifts editing={editing} shifts={preview.before} />
          </Lane>
        )}
        <Lane name={isBoth ? say('after') : say('final')} note={say('yourDraft')} kind="final">
          <Shifts editing={editing} shifts={preview.after} isAfter />
          {preview.gaps.map((gap) => (
            <GapBar key={gap.start.toString()} start={gap.start.epochMilliseconds} end={gap.end.epochMilliseconds} />
          ))}
        </Lane>
      </Lanes>
      <div className="editor-words">
        <Changes editing={editing} />
        <Costs editing={editing} />
      </div>
      <BalanceTable editing={editing} />
    </section>
  )
}

type HeadProps = { editing: Editing; isBoth: boolean; setBoth: (isBoth: boolean) => void }

function Head({ editing, isBoth, setBoth }: HeadProps) {
  const { preview, weeks, setWeeks } = editing
  const hours = Math.round(preview.gaps.reduce((sum, { start, end }) => sum + start.until(end).total('hours'), 0))
  const warnings = preview.weekends.length
  return (
    <div className="dock-head">
      <h2>{say('final')}</h2>
      <Chip icon={preview.gaps.length > 0 ? IconCircleX : undefined} tone={preview.gaps.length > 0 ? 'missed' : undefined}>
        {preview.gaps.length > 0 ? say('gapsHours', { count: preview.gaps.length, hours }) : say('noGaps')}
      </Chip>
      {warnings > 0 && (
        <Chip icon={IconAlertTriangle} tone="soon">
          {say('warnings', { count: warnings })}
        </Chip>
      )}
      <span className="push line line-wrap">
        <SegmentedControl
          size="xs"
          aria-label={say('compare')}
          value={isBoth ? 'both' : 'after'}
          onChange={(value) => setBoth(value === 'both')}
          data={[
            { value: 'both', label: say('beforeAndAfter') },
            { value: 'after', label: say('afterOnly') },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label={say('howFar')}
          value={String(weeks)}
          onChange={(value) => setWeeks(Number(value))}
          data={[2, 8].map((count) => ({ value: String(count), label: say('weeks', { count }) }))}
        />
      </span>
    </div>
  )
}

function Shifts({ editing, shifts, isAfter = false }: { editing: Editing; shifts: readonly Shift[]; isAfter?: boolean }) {
  const moved = (shift: Shift): boolean =>
    isAfter &&
    editing.preview.moves.some(
      ({ schedule, start, end }) =>
        schedule === editing.draft.id && Date.parse(start) < shift.end.epochMilliseconds && Date.parse(end) > shift.start.epochMilliseconds,
    )
  return shifts
    .filter((shift) => !shift.shadow)
    .map((shift) => (
      <Bar
        key={`${shift.start} ${shift.layer}`}
        {...epochs(shift)}
        people={peopleOf(editing, shift.members)}
        why={shift.because}
        kind={moved(shift) ? 'changed' : 'shift'}
      />
    ))
}

/** So many are said; the others are counted, and the picture shows them. */
const MOST = 5

export function Changes({ editing }: { editing: Editing }) {
  const changes = changesIn(editing)
  return (
    <div>
      <h3>{say('whatChanges')}</h3>
      <ul className="said">
        {changes.moves.slice(0, MOST).map(({ key, words }) => (
          <li key={key}>
            <IconArrowsExchange size={16} aria-hidden />
            <span>{words}</span>
          </li>
        ))}
        {changes.moves.length > MOST && <li className="t3">{say('more', { count: changes.moves.length - MOST })}</li>}
        <li>
          <IconUser size={16} aria-hidden />
          <span>{changes.turns}</span>
        </li>
      </ul>
    </div>
  )
}

export function Costs({ editing }: { editing: Editing }) {
  const costs = costsIn(editing)
  const repairs = repairsOf(editing.preview, editing.draft)
  const apply = (layer: string, restrict: ReturnType<typeof repairsOf>[number]['restrict']) =>
    editing.change((schedule) => withLayer(schedule, layer, (each) => ({ ...each, restrict })))
  return (
    <div>
      <h3>{say('whatItCosts')}</h3>
      <ul className="said">
        {costs.length === 0 && <li className="said-plain">{say('costsNothing')}</li>}
        {costs.slice(0, MOST).map(({ key, isBad, what, detail }) => (
          <li key={key}>
            {isBad ? (
              <IconCircleX size={16} aria-hidden className="missed" />
            ) : (
              <IconAlertTriangle size={16} aria-hidden className="soon" />
            )}
            <span>
              <b className={isBad ? 'missed' : 'soon'}>{what}</b> {detail}
            </span>
          </li>
        ))}
        {costs.length > MOST && <li className="t3">{say('more', { count: costs.length - MOST })}</li>}
      </ul>
      <div className="line line-wrap">
        {repairs.map(({ layer, to, restrict }) => (
          <Button key={layer} size="xs" onClick={() => apply(layer, restrict)}>
            {say('extend', { layer: nameOfLayer(editing, layer), to })}
          </Button>
        ))}
      </div>
    </div>
  )
}

const nameOfLayer = ({ draft }: Editing, id: string): string => draft.layers.find((each) => each.id === id)?.name ?? id
