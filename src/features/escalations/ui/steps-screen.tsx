import './escalation.css'
import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { NumberField } from '../../../web/kit/number-field.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useZone } from '../../../web/times.ts'
import type { LadderEdit, LaddersAnswer, LadderView } from '../contract/ladders.ts'
import { crumbs, Failed, ladderTabs, titleOf, usedBy } from './frame.tsx'
import { NoLadder } from './ladder-screen.tsx'
import { PlanPanel } from './plan-panel.tsx'
import { laddersQuery, useSaveLadder } from './queries.ts'
import { askedFrom, chosenFrom, nextNight, type Written } from './question.ts'
import { StepCard } from './step-card.tsx'
import { changedStep, draftOf, editOf, isChanged, type LadderDraft, newStep, swapped } from './step-drafts.ts'
import { say } from './strings.ts'

/** The steps as a form, with what a change would do beside it before it is saved. */
export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, isPending, isError, refetch } = useQuery(laddersQuery)
  const ladder = data?.items.find((each) => each.id === id)
  return (
    <Page title={titleOf(ladder, id)} note={ladder && usedBy(ladder)} crumbs={crumbs()} tabs={ladderTabs(id)}>
      {isPending && <RowsSkeleton rows={6} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && !ladder && <NoLadder id={id} />}
      {data && ladder && <Steps key={`${id} ${data.version}`} known={data} ladder={ladder} />}
    </Page>
  )
}

const proposed = (ladder: LadderView, swap: string | undefined): LadderDraft => {
  const [first, second] = (swap ?? '').split('-').map(Number)
  const draft = draftOf(ladder)
  return first === undefined || second === undefined ? draft : swapped(draft, first, second)
}

function Steps({ known, ladder }: { known: LaddersAnswer; ladder: LadderView }) {
  const { swap, ...written } = useSearch({ strict: false }) as Written & { swap?: string }
  const zone = useZone()
  const [draft, setDraft] = useState(() => (ladder.can.edit ? proposed(ladder, swap) : draftOf(ladder)))
  const isEdited = isChanged(draft, ladder)
  const edit = isEdited ? editOf(draft, known.version) : null
  const question = askedFrom(chosenFrom(written, known, { ladder, night: nextNight(zone, nowMs()) }))
  return (
    <div className="steps-screen">
      <Panel title={say('steps')} note={say('stepsNote')}>
        {!ladder.can.edit && <p className="answer-finding-none t2">{say(ladder.isFallback ? 'fallbackReadOnly' : 'readOnly')}</p>}
        <fieldset className="steps-fields" disabled={!ladder.can.edit}>
          <StepCards draft={draft} setDraft={setDraft} known={known} ladder={ladder} />
        </fieldset>
      </Panel>
      <div className="stack">
        <PlanPanel ladder={ladder.id} edit={edit && { ...edit, question }} />
        {ladder.can.edit && <Saving ladder={ladder} edit={edit} onDiscard={isEdited ? () => setDraft(draftOf(ladder)) : null} />}
      </div>
    </div>
  )
}

type CardsProps = { draft: LadderDraft; setDraft: (next: LadderDraft) => void; known: LaddersAnswer; ladder: LadderView }

function StepCards({ draft, setDraft, known, ladder }: CardsProps) {
  const { steps, repeat } = draft
  return (
    <>
      {steps.map((step, index) => (
        <StepCard
          key={step.key}
          step={step}
          index={index}
          count={steps.length}
          known={known}
          ladder={ladder}
          onChange={(change) => setDraft(changedStep(draft, index, change))}
          onMove={(by) => setDraft(swapped(draft, index, index + by))}
          onRemove={() => setDraft({ ...draft, steps: steps.filter((_, i) => i !== index) })}
        />
      ))}
      <div className="step-card">
        {ladder.basis !== 'manual' && (
          <NumberField
            className="steps-repeat"
            label={say('repeat')}
            description={say('repeatHelp')}
            min={0}
            max={20}
            value={repeat}
            onChange={(value) => setDraft({ ...draft, repeat: value ?? 0 })}
          />
        )}
        <Button
          size="xs"
          className="steps-add"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setDraft({ ...draft, steps: [...steps, newStep(steps.length)] })}
        >
          {say('add')}
        </Button>
      </div>
    </>
  )
}

type SavingProps = { ladder: LadderView; edit: LadderEdit | null; onDiscard: (() => void) | null }

function Saving({ ladder, edit, onDiscard }: SavingProps) {
  const [note, setNote] = useState('')
  const { mutate, isPending } = useSaveLadder(ladder.id)
  const save = () => {
    if (edit) mutate({ ...edit, ...(note.trim() ? { note: note.trim() } : {}) })
  }
  return (
    <div className="stack">
      <TextInput
        label={say('planNote')}
        description={say('planNoteHelp')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="form-actions">
        <Button variant="subtle" disabled={!onDiscard} onClick={() => onDiscard?.()}>
          {say('discard')}
        </Button>
        <Button variant="filled" disabled={!edit} loading={isPending} onClick={save}>
          {say('save')}
        </Button>
      </div>
    </div>
  )
}
