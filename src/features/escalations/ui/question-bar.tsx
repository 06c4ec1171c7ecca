import { Button } from '@mantine/core'
import type { FormEvent } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { MomentField } from '../../../web/kit/moment-field.tsx'
import { instantIn, localIn } from '../../../web/local-time.ts'
import { useZone, zoneName } from '../../../web/times.ts'
import type { LaddersAnswer, LadderView } from '../contract/ladders.ts'
import { type Chosen, servicesOf, type Written, writtenAnswers } from './question.ts'
import { Answers } from './question-answers.tsx'
import { say } from './strings.ts'

type Props = {
  chosen: Chosen
  known: LaddersAnswer
  ladder: LadderView
  isAsking: boolean
  onChange: (next: Written) => void
  onAsk: () => void
}

const NO_SERVICE = ''

/** The question as a sentence: if an alert came then, this bad, there, and they answered. The answer follows every change. */
export function QuestionBar({ chosen, known, ladder, isAsking, onChange, onAsk }: Props) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onAsk()
  }
  return (
    <form className="question-bar" onSubmit={onSubmit} aria-label={say('question')}>
      <span className="t2 medium nowrap">{say('ifAlert')}</span>
      <Moment at={chosen.at} onChange={(at) => onChange({ at })} />
      <Choice
        size="xs"
        className="question-severity"
        aria-label={say('severity')}
        value={chosen.severity}
        onChange={(severity) => severity && onChange({ severity })}
        data={known.severities.map(({ id, name }) => ({ value: id, label: name === id ? id : `${id} ${name}` }))}
      />
      <span className="t2">{say('on')}</span>
      <Choice
        size="xs"
        className="question-service"
        aria-label={say('service')}
        value={chosen.service ?? NO_SERVICE}
        onChange={(service) => service && onChange({ service })}
        data={
          chosen.service === null
            ? [{ value: NO_SERVICE, label: say('anyService') }]
            : servicesOf(known, ladder).map(({ id, name }) => ({ value: id, label: name }))
        }
      />
      <Answers chosen={chosen} known={known} onChange={(answers) => onChange({ answers: writtenAnswers(answers) })} />
      <Button type="submit" size="xs" variant="filled" aria-busy={isAsking} rightSection={<KeyHint keys="Enter" />}>
        {say('simulate')}
      </Button>
    </form>
  )
}

function Moment({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  const zone = useZone()
  const ms = Date.parse(at)
  return (
    <span className="line question-when">
      <MomentField
        size="xs"
        aria-label={say('when')}
        value={localIn(zone, ms)}
        onChange={(local) => {
          const chosen = instantIn(zone, local)
          if (chosen) onChange(chosen)
        }}
      />
      <span className="t3 f12">{zoneName(ms)}</span>
    </span>
  )
}
