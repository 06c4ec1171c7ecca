import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import { WEEKDAYS } from '../../../../core/time/business-calendar.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import { MenuButton } from '../../../../web/kit/menu-button.tsx'
import { MomentField } from '../../../../web/kit/moment-field.tsx'
import { NumberField } from '../../../../web/kit/number-field.tsx'
import { Chip } from '../../../../web/kit/status-word.tsx'
import { localIn } from '../../../../web/local-time.ts'
import { withLayer, withLayerMoved, withNewLayer, withoutLayer } from './draft-rotation.ts'
import type { ChangeLayer, Editing } from './editing.ts'
import { HoursFields } from './hours-fields.tsx'
import { MemberList } from './member-list.tsx'
import { PaceField } from './pace-field.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { ShadowFields } from './shadow-fields.tsx'
import { say } from './strings.ts'
import { TimeField } from './time-field.tsx'

/** Everything about one layer, as a form: whatever is dragged on the lanes can be done here. */
export function LayerForm({ editing }: { editing: Editing }) {
  const { draft, selected, change, base } = editing
  const layer = draft.layers.find(({ id }) => id === selected)
  const before = base.bundle.schedules?.find(({ id }) => id === draft.id)?.layers.find(({ id }) => id === selected)
  const changeLayer: ChangeLayer = (edit) => change((schedule) => withLayer(schedule, selected, edit))
  return (
    <section className="editor-form" aria-label={say('editLayer')}>
      <LayerChoice editing={editing} />
      {layer && (
        <>
          <div className="line">
            <h2 className="one-line">{say('layerNamed', { name: layer.name ?? layer.id })}</h2>
            {JSON.stringify(layer) !== JSON.stringify(before) && <Chip tone="accent">{say('edited')}</Chip>}
            <span className="push" />
            <LayerMenu editing={editing} layer={layer} />
          </div>
          <MemberList editing={editing} layer={layer} onChange={changeLayer} />
          <Handoff layer={layer} onChange={changeLayer} />
          <HoursFields editing={editing} layer={layer} onChange={changeLayer} />
          <p className="f12 t3">{say('awayPasses')}</p>
          <More layer={layer} onChange={changeLayer} />
        </>
      )}
      <ScheduleFields editing={editing} />
      <ShadowFields editing={editing} />
      <p className="f12 t3 editor-took" data-took={Math.round(editing.tookMs)}>
        {say('took', { ms: Math.max(1, Math.round(editing.tookMs)) })}
      </p>
    </section>
  )
}

function LayerChoice({ editing }: { editing: Editing }) {
  const { draft, selected, select, change, base, zone } = editing
  const add = () => {
    const [first] = base.bundle.users ?? []
    if (!first) return
    const starts = `${localIn(zone, Date.parse(base.at)).slice(0, 10)}T00:00`
    const made = withNewLayer(draft, { member: first.id, starts })
    change(() => made.schedule)
    select(made.id)
  }
  return (
    <fieldset className="plain-fieldset line line-wrap" aria-label={say('layers')}>
      {draft.layers.map(({ id, name }) => (
        <Button
          key={id}
          size="compact-sm"
          variant={id === selected ? 'filled' : 'default'}
          aria-pressed={id === selected}
          onClick={() => select(id)}
        >
          {name ?? id}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
        {say('addLayer')}
      </Button>
    </fieldset>
  )
}

function LayerMenu({ editing, layer }: { editing: Editing; layer: Layer }) {
  const { change } = editing
  return (
    <MenuButton
      trigger={(shared) => (
        <ActionIcon {...shared} variant="subtle" aria-label={say('moreOf', { name: layer.name ?? layer.id })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      )}
      entries={[
        { label: say('layerUp'), run: () => change((schedule) => withLayerMoved(schedule, layer.id, -1)) },
        { label: say('layerDown'), run: () => change((schedule) => withLayerMoved(schedule, layer.id, 1)) },
        { label: say('removeLayer'), run: () => change((schedule) => withoutLayer(schedule, layer.id)) },
      ]}
    />
  )
}

type PartProps = { layer: Layer; onChange: ChangeLayer }

function Handoff({ layer, onChange }: PartProps) {
  const { rotation, handoff, starts } = layer
  const isWeekly = rotation === 'weekly'
  const at = handoff?.at ?? starts.slice(11, 16)
  return (
    <div className="editor-two">
      <PaceField layer={layer} onChange={onChange} />
      {isWeekly && (
        <Choice
          label={say('handoffDay')}
          value={String(handoff?.day ?? WEEKDAYS[weekdayOf(starts)])}
          onChange={(day) => onChange((each) => ({ ...each, handoff: { ...each.handoff, day: WEEKDAYS.find((one) => one === day) } }))}
          data={WEEKDAYS.map((day) => ({ value: day, label: say(`day_${day}`) }))}
        />
      )}
      <TimeField
        label={say('handoffAt')}
        value={at}
        onChange={(time) => onChange((each) => ({ ...each, handoff: { ...each.handoff, at: time } }))}
      />
    </div>
  )
}

const weekdayOf = (local: string): number => Temporal.PlainDate.from(local.slice(0, 10)).dayOfWeek - 1

function More({ layer, onChange }: PartProps) {
  return (
    <details>
      <summary className="t2">{say('moreSettings')}</summary>
      <div className="stack editor-more">
        <TextInput
          label={say('layerName')}
          value={layer.name ?? layer.id}
          onChange={(event) => {
            const name = event.currentTarget.value
            onChange((each) => ({ ...each, name: name || each.id }))
          }}
        />
        <NumberField
          label={say('every')}
          description={say('everyWhat')}
          min={1}
          max={1000}
          value={layer.every}
          onChange={(value) => onChange((each) => ({ ...each, every: Math.max(1, Math.round(value ?? 1)) }))}
        />
        <Life layer={layer} onChange={onChange} />
        <Choice
          label={say('advance')}
          value={layer.advance}
          onChange={(value) => onChange((each) => ({ ...each, advance: value === 'elapsed' ? 'elapsed' : 'served' }))}
          data={[
            { value: 'served', label: say('advanceServed') },
            { value: 'elapsed', label: say('advanceElapsed') },
          ]}
        />
      </div>
    </details>
  )
}

function Life({ layer, onChange }: PartProps) {
  return (
    <>
      <MomentField
        label={say('starts')}
        value={layer.starts.slice(0, 16)}
        onChange={(starts) => {
          if (starts) onChange((each) => ({ ...each, starts }))
        }}
      />
      <MomentField
        label={say('ends')}
        description={say('endsWhat')}
        value={layer.ends?.slice(0, 16) ?? ''}
        onChange={(ends) => {
          onChange(({ ends: _, ...each }) => ({ ...each, ...(ends ? { ends } : {}) }))
        }}
      />
    </>
  )
}
