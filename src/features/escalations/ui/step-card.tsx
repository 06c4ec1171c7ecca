import { ActionIcon, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { Choices } from '../../../web/kit/choices.tsx'
import type { LaddersAnswer, LadderView } from '../contract/ladders.ts'
import type { StepDraft } from './step-drafts.ts'
import { say } from './strings.ts'

type Props = {
  step: StepDraft
  index: number
  count: number
  known: LaddersAnswer
  ladder: LadderView
  onChange: (change: Partial<StepDraft>) => void
  onMove: (by: number) => void
  onRemove: () => void
}

/** One step: whom, how long, for which levels. */
export function StepCard(props: Props) {
  const { step, index, known, ladder, onChange } = props
  const n = index + 1
  return (
    <fieldset className="step-card">
      <legend className="sr">{say('step', { n })}</legend>
      <div className="line">
        <b>{say('step', { n })}</b>
        <Tools {...props} />
      </div>
      <div className="step-fields">
        <Choices
          label={say('pages')}
          description={say('pagesHelp')}
          required
          value={step.page}
          onChange={(page) => onChange({ page })}
          data={groupedTargets(known)}
        />
        <Times step={step} onChange={onChange} />
        {step.severity === null ? (
          <p className="f12 t2">{say('condition', { condition: step.condition ?? '' })}</p>
        ) : (
          <Choices
            label={say('onlyFor')}
            description={say('onlyForHelp')}
            value={step.severity}
            onChange={(severity) => onChange({ severity })}
            data={known.severities.map(({ id }) => id)}
          />
        )}
      </div>
      {ladder.basis === 'manual' && <Reasons reasons={step.reason} onChange={(reason) => onChange({ reason })} />}
    </fieldset>
  )
}

function Tools({ index, count, onMove, onRemove }: Props) {
  const n = index + 1
  return (
    <span className="push line">
      <ActionIcon variant="subtle" aria-label={say('up', { n })} disabled={index === 0} onClick={() => onMove(-1)}>
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={say('down', { n })} disabled={index === count - 1} onClick={() => onMove(1)}>
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={say('remove', { n })} disabled={count === 1} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </span>
  )
}

function Times({ step, onChange }: Pick<Props, 'step' | 'onChange'>) {
  return (
    <>
      <TextInput
        label={say('waits')}
        description={say('waitsHelp')}
        value={step.wait ?? ''}
        onChange={(event) => onChange({ wait: event.currentTarget.value.trim() || null })}
      />
      <TextInput
        label={say('atField')}
        description={say('atHelp')}
        value={step.at ?? ''}
        onChange={(event) => onChange({ at: event.currentTarget.value.trim() || null })}
      />
    </>
  )
}

/** As they are typed, so that a comma or a space at the end stays where it is put. */
function Reasons({ reasons, onChange }: { reasons: readonly string[]; onChange: (reasons: string[]) => void }) {
  const [typed, setTyped] = useState(reasons.join(', '))
  return (
    <TextInput
      label={say('reasons')}
      description={say('reasonsHelp')}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        onChange([...new Set(value.split(',').map((word) => word.trim()))].filter(Boolean))
      }}
    />
  )
}

/** Schedules first: they are what a step should name. */
const groupedTargets = ({ targets }: LaddersAnswer) =>
  [...Map.groupBy(targets, ({ kind }) => kind)].map(([group, items]) => ({
    group,
    items: items.map(({ ref, name }) => ({ value: ref, label: name })),
  }))
