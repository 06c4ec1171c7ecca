import { Button, Modal, Switch } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import type { ApplyAnswer, PlanAnswer } from '../contract.ts'
import { LineDiff, WordDiff } from './diff-view.tsx'
import { dropDraft } from './draft.ts'
import { diffLines } from './line-diff.ts'
import { applyText, useFreshPolicy, usePlan } from './queries.ts'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'
import { saidWhy, type Why, WhyFields } from './why-fields.tsx'

type DialogProps = { editing: Editing; onClose: () => void }

/** The draft against what is in force: in words and line by line. */
export function DiffDialog({ editing, onClose }: DialogProps) {
  const { running } = editing
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={say('diffTitle', { version: running.version })}
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <Difference editing={editing} />
    </Modal>
  )
}

/** `differences` is null while they are worked out. */
type DifferenceProps = { editing: Editing; differences?: PlanAnswer['differences'] | null | undefined }

function Difference({ editing: { running, text, checked }, differences = checked?.differences ?? [] }: DifferenceProps) {
  return (
    <div className="stack">
      <h3>{say('inWords')}</h3>
      {differences ? <WordDiff differences={differences} /> : <p className="t3">{say('planning')}</p>}
      <h3>{say('inText')}</h3>
      <LineDiff of={say('thisDraft')} lines={diffLines(running.text, text)} />
    </div>
  )
}

/** Everything that a change means stands before the button that does it. */
export function ApplyDialog({ editing, onClose }: DialogProps) {
  const [why, setWhy] = useState<Why>({ note: '', force: '' })
  const [isWhole, setWhole] = useState(false)
  const { data: plan } = usePlan({ text: editing.text, replace: isWhole })
  const { problem, isSending, apply } = useApply(editing, onClose)
  const approval = editing.checked?.approval ?? null
  const send = (event: FormEvent) => {
    event.preventDefault()
    void apply(why, isWhole)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={approval ? say('proposeTitle') : say('applyTitle')}
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <form className="stack" onSubmit={send}>
        <Difference editing={editing} differences={isWhole ? (plan?.differences ?? null) : undefined} />
        <Staying text={editing.text} isWhole={isWhole} onChange={setWhole} />
        <h3>{say('forPeople')}</h3>
        <ForPeople text={editing.text} isWhole={isWhole} />
        <WhyFields why={why} onChange={setWhy} problem={problem} />
        {approval && <p className="soon">{say('waitsFor', { words: approval.words })}</p>}
        <div className="line">
          <Button className="push" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isSending}>
            {approval ? say('propose') : say('applyNow')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function saidOf({ version, isChanged, proposal }: ApplyAnswer): string {
  if (proposal) return say('proposed')
  return isChanged ? say('applied', { version }) : say('nothingNew', { version })
}

function useApply({ text, basedOn }: Editing, onDone: () => void) {
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isSending, setSending] = useState(false)
  const freshen = useFreshPolicy()
  const apply = async (why: Why, isWhole: boolean): Promise<void> => {
    setSending(true)
    try {
      const answer = await applyText({ text, basedOn, replace: isWhole, ...saidWhy(why) })
      dropDraft()
      await freshen()
      announce(saidOf(answer))
      onDone()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setProblem(error)
    } finally {
      setSending(false)
    }
  }
  return { problem, isSending, apply }
}

type Planned = { text: string; isWhole: boolean }

/** Sections that the draft does not have: whether they stay as they run, or go. */
function Staying({ text, isWhole, onChange }: Planned & { onChange: (isWhole: boolean) => void }) {
  const { data } = usePlan({ text, replace: false })
  const kept = data?.kept ?? []
  if (kept.length === 0) return null
  const sections = kept.join(', ')
  return (
    <>
      <p className={isWhole ? 'soon' : 't2'}>{say(isWhole ? 'keptGoes' : 'kept', { sections })}</p>
      <Switch label={say('isWhole')} checked={isWhole} onChange={(event) => onChange(event.currentTarget.checked)} />
    </>
  )
}

function ForPeople({ text, isWhole }: Planned) {
  const { data, isError } = usePlan({ text, replace: isWhole })
  if (isError) return <p className="soon">{say('planFailed')}</p>
  if (!data) return <p className="t3">{say('planning')}</p>
  const error = data.findings.find(({ level }) => level === 'error')
  if (error) return <p className="missed">{`${error.message}; ${error.remedy}`}</p>
  const words = [
    ...data.coverage.map(({ words: what, cost }) => `${what}: ${cost}`),
    ...data.paging.map((each) => each.words),
    ...data.people.map((each) => each.words),
  ]
  if (words.length === 0) return <p className="t2">{say('forPeopleNone')}</p>
  return (
    <ul className="policy-differences">
      {words.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  )
}
