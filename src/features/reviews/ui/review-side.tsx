import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { MomentField } from '../../../web/kit/moment-field.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import type { ReviewDetail, ReviewStepView } from '../contract.ts'
import { useReviewAct } from './queries.ts'
import { say } from './strings.ts'

type Part = { review: ReviewDetail; name: string }

/** What the policy still asks for, with its deadlines, and when people meet. */
export function ReviewSide({ review, name }: Part) {
  const { act, isActing } = useReviewAct(name)
  const verb = review.can.complete ? 'complete' : review.can.reopen ? 'reopen' : null
  return (
    <aside className="stack" aria-label={say('details')}>
      <Panel title={say('steps')}>
        {review.steps.length === 0 && <p className="panel-inside t2">{say('noSteps')}</p>}
        <Rows columns="minmax(0, 1fr) auto" isTall label={say('steps')}>
          {review.steps.map((step) => (
            <StepLine key={step.id} step={step} review={review} name={name} />
          ))}
        </Rows>
      </Panel>
      <Meeting review={review} name={name} />
      {verb && (
        <Button loading={isActing} onClick={() => void act(verb).catch(() => undefined)}>
          {say(verb === 'complete' ? 'finish' : 'reopen')}
        </Button>
      )}
    </aside>
  )
}

function StepLine({ step, review, name }: Part & { step: ReviewStepView }) {
  const { act } = useReviewAct(name)
  return (
    <Row>
      <span className="stack review-step">
        {!step.doneAt && step.clock ? (
          <ClockLine clock={factsOfClock(step.clock)} name={step.name} />
        ) : (
          <span className="medium">{step.name}</span>
        )}
      </span>
      {step.doneAt && <StatusWord icon={IconCheck}>{say('done', { who: step.doneBy?.name ?? '' })}</StatusWord>}
      {!step.doneAt && review.can.edit && (
        <Button
          size="xs"
          aria-label={say('markDoneOf', { step: step.name })}
          onClick={() => void act('step', { id: step.id }).catch(() => undefined)}
        >
          {say('markDone')}
        </Button>
      )}
    </Row>
  )
}

function Meeting({ review, name }: Part) {
  useZone()
  const { act, isActing } = useReviewAct(name)
  const [when, setWhen] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (when) void act('schedule', { at: new Date(`${when}Z`).toISOString() }).catch(() => undefined)
  }
  return (
    <Panel title={say('meeting')} note={review.meetingAt ? fullMoment(Date.parse(review.meetingAt)) : say('notScheduled')} isPadded>
      {review.can.schedule && (
        <form className="line line-wrap" onSubmit={send}>
          <MomentField aria-label={say('meetingAt')} description={say('meetingAt')} value={when} onChange={setWhen} />
          <Button type="submit" loading={isActing} disabled={!when} className="push">
            {say('schedule')}
          </Button>
        </form>
      )}
    </Panel>
  )
}
