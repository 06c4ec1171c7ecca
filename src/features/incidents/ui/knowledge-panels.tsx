import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { timeOfDay } from '../../../web/times.ts'
import { useRoom } from './room.ts'
import { say } from './side-strings.ts'

const timeOf = (at: string): string => timeOfDay(Date.parse(at))

/** What the policy wants to have been asked; the answer that stands, and who gave it. */
export function QuestionsPanel() {
  const { incident, ask, act } = useRoom()
  const { questions, can } = incident
  if (questions.length === 0) return null
  const answered = questions.filter(({ answer }) => answer !== null).length
  const open = (question: string, before: string) =>
    ask({
      title: question,
      submit: say('answer'),
      fields: [{ name: 'text', label: say('answerField'), kind: 'text', isNeeded: true, initial: before }],
      send: (values) => act('answer', { question, ...values }),
    })
  return (
    <Panel title={say('questions')} note={say('answered', { done: answered, of: questions.length })}>
      <ul className="room-list">
        {questions.map(({ question, answer }) => (
          <li key={question}>
            <span className="t2">{question}</span>
            {answer && (
              <span>
                {answer.text} <span className="t3 f12">{say('notesBy', { who: answer.by.name, time: timeOf(answer.at) })}</span>
              </span>
            )}
            {can.act && (
              <button
                type="button"
                className="quiet-link"
                aria-label={`${say(answer ? 'answerAgain' : 'answer')}: ${question}`}
                onClick={() => open(question, answer?.text ?? '')}
              >
                {say(answer ? 'answerAgain' : 'answer')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const KINDS = [
  ['business-continuity', () => say('businessContinuity')],
  ['disaster-recovery', () => say('disasterRecovery')],
  ['communication', () => say('communication')],
  ['technical', () => say('technical')],
] as const

/** What was decided, so that nobody has to look for it in the timeline. */
export function DecisionsPanel() {
  const { incident, ask, act } = useRoom()
  const { decisions, can } = incident
  const open = () =>
    ask({
      title: say('decideTitle'),
      submit: say('decide'),
      fields: [
        { name: 'text', label: say('decideWhat'), kind: 'text', isNeeded: true },
        { name: 'kind', label: say('decideKind'), kind: 'choice', options: KINDS.map(([value, label]) => ({ value, label: label() })) },
      ],
      send: (values) => act('decide', values),
    })
  const actions = can.act && (
    <button type="button" className="quiet-link" onClick={open}>
      {say('decide')}
    </button>
  )
  if (decisions.length === 0 && !can.act) return null
  return (
    <Panel title={say('decisions')} note={decisions.length} actions={actions}>
      {decisions.length > 0 && (
        <ul className="room-list">
          {decisions.map(({ text, kind, at, by }) => (
            <li key={`${at} ${text}`}>
              <span>{text}</span>
              <span className="t3 f12">
                {say('notesBy', { who: by.name, time: timeOf(at) })} {kind && `· ${KINDS.find(([id]) => id === kind)?.[1]() ?? kind}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** One page everybody writes on. Whoever saves over somebody else is told, and keeps what they wrote. */
export function NotesPanel() {
  const { incident, act, isActing } = useRoom()
  const { notes, can } = incident
  const [draft, setDraft] = useState<{ text: string; basedOn: number } | null>(null)
  const save = () =>
    draft &&
    void act('notes', draft).then(
      () => setDraft(null),
      () => undefined,
    )
  const actions = can.act && !draft && (
    <button type="button" className="quiet-link" onClick={() => setDraft({ text: notes.text, basedOn: notes.revision })}>
      {say('editNotes')}
    </button>
  )
  const note = notes.by && notes.at ? say('notesBy', { who: notes.by.name, time: timeOf(notes.at) }) : undefined
  return (
    <Panel title={say('notes')} note={note} actions={actions} isPadded>
      {draft ? (
        <>
          <Textarea
            autosize
            minRows={4}
            aria-label={say('notesField')}
            value={draft.text}
            onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          />
          <div className="line">
            <Button className="push" onClick={() => setDraft(null)}>
              {say('cancel')}
            </Button>
            <Button variant="filled" loading={isActing} onClick={save}>
              {say('save')}
            </Button>
          </div>
        </>
      ) : (
        <p className={notes.text ? 'room-words' : 't3'}>{notes.text || say('notesNone')}</p>
      )}
    </Panel>
  )
}
