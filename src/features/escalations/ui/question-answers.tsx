import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Choice } from '../../../web/kit/choice.tsx'
import type { LaddersAnswer } from '../contract/ladders.ts'
import { type Answer, type Chosen, USUAL_AFTER } from './question.ts'
import { say } from './strings.ts'

type Props = { chosen: Chosen; known: LaddersAnswer; onChange: (answers: Answer[]) => void }

const AFTER = ['2m', '5m', '10m', '20m', '45m']
/** More would be another night; the interface takes 20. */
const MOST = 6

/** "and Ana acknowledges after 7 m and Ben passes it on after 2 m": as many answers as somebody wants to try. */
export function Answers({ chosen: { answers }, known, onChange }: Props) {
  const changed = (at: number, next: Answer | null): Answer[] => answers.flatMap((each, i) => (i === at ? (next ?? []) : each))
  return (
    <>
      {answers.map((answer, at) => (
        <OneAnswer
          key={`${answer.user} ${answer.does}`}
          answer={answer}
          n={at + 1}
          known={known}
          onChange={(next) => onChange(changed(at, next))}
        />
      ))}
      {answers.length < MOST && (
        <>
          <span className="t2">{say('and')}</span>
          <Choice
            size="xs"
            className="question-answers"
            aria-label={say(answers.length === 0 ? 'answers' : 'answersMore')}
            placeholder={say(answers.length === 0 ? 'nobody' : 'nobodyElse')}
            value={null}
            data={whoDoes(known, answers)}
            onChange={(value) => value && onChange([...answers, { ...readChoice(value), after: USUAL_AFTER }])}
          />
        </>
      )}
    </>
  )
}

type OneProps = { answer: Answer; n: number; known: LaddersAnswer; onChange: (next: Answer | null) => void }

function OneAnswer({ answer, n, known, onChange }: OneProps) {
  const spans = [...new Set([...AFTER, answer.after])]
  return (
    <span className="line question-answer">
      <span className="t2">{say('and')}</span>
      <Choice
        size="xs"
        className="question-answers"
        aria-label={say('answerN', { n })}
        value={choiceOf(answer)}
        data={whoDoes(known)}
        onChange={(value) => value && onChange({ ...answer, ...readChoice(value) })}
      />
      <Choice
        size="xs"
        className="question-after"
        aria-label={say('afterLabelN', { n })}
        value={answer.after}
        onChange={(after) => after && onChange({ ...answer, after })}
        data={spans.map((span) => ({ value: span, label: say('after', { span }) }))}
      />
      <ActionIcon variant="subtle" aria-label={say('dropAnswer', { n })} onClick={() => onChange(null)}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </span>
  )
}

const choiceOf = ({ user, does }: Pick<Answer, 'user' | 'does'>): string => `${does}:${user}`

function readChoice(value: string): Pick<Answer, 'user' | 'does'> {
  const [does, user = ''] = value.split(':')
  return { user, does: does === 'pass' ? 'pass' : 'acknowledge' }
}

const DOES = [
  ['acknowledge', 'acknowledges', 'groupAcknowledge'],
  ['pass', 'passes', 'groupPass'],
] as const

function whoDoes({ people }: LaddersAnswer, without: readonly Answer[] = []) {
  return DOES.map(([does, word, group]) => ({
    group: say(group),
    items: people
      .map(({ id, name }) => ({ value: choiceOf({ user: id, does }), label: say(word, { name }) }))
      .filter(({ value }) => !without.some((each) => choiceOf(each) === value)),
  }))
}
