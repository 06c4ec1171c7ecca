import './escalation.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { useMe } from '../../../web/server/session.ts'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { useZone } from '../../../web/times.ts'
import type { LaddersAnswer, LadderView } from '../contract/ladders.ts'
import type { SimulateAnswer } from '../contract/simulate.ts'
import { AnswerPanel, ClockRows } from './answer-panel.tsx'
import { crumbs, Failed, ladderPath, ladderTabs, Trouble, titleOf, usedBy } from './frame.tsx'
import { LadderRuler } from './ladder-ruler.tsx'
import { ManualPanel } from './manual-panel.tsx'
import { laddersQuery, simulateQuery, wordsOf } from './queries.ts'
import { askedFrom, chosenFrom, nextNight, type Written } from './question.ts'
import { QuestionBar } from './question-bar.tsx'
import { say } from './strings.ts'
import { WokenList } from './woken-list.tsx'

/** The question and its answer: who is woken when, on the axis of every ladder that takes part. */
export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, isPending, isError, refetch } = useQuery(laddersQuery)
  const ladder = data?.items.find((each) => each.id === id)
  return (
    <Page
      title={titleOf(ladder, id)}
      note={ladder && usedBy(ladder)}
      crumbs={crumbs()}
      tabs={ladderTabs(id)}
      action={data && ladder ? <Actions known={data} ladder={ladder} /> : undefined}
    >
      {isPending && <RowsSkeleton rows={8} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && !ladder && <NoLadder id={id} />}
      {data && ladder && <Asked key={id} known={data} ladder={ladder} />}
    </Page>
  )
}

const DrillForm = lazily(() => import('./drill-form.tsx'), 'DrillForm')

/** A drill is of a ladder that an acknowledgement ends: another would ask on with nothing to resolve. */
function Actions({ known, ladder }: { known: LaddersAnswer; ladder: LadderView }) {
  const [isAsking, setAsking] = useState(false)
  const mayPage = useMe()?.may.includes('page.send') ?? false
  const zone = useZone()
  const written = useSearch({ strict: false }) as Written
  const chosen = chosenFrom(written, known, { ladder, night: nextNight(zone, nowMs()) })
  return (
    <>
      {ladder.can.edit && <EditButton id={ladder.id} />}
      {mayPage && ladder.basis === 'acknowledged' && !ladder.isFallback && (
        <Button size="xs" onClick={() => setAsking(true)}>
          {say('drill')}
        </Button>
      )}
      <Suspense fallback={null}>{isAsking && <DrillForm ladder={ladder.id} chosen={chosen} onClose={() => setAsking(false)} />}</Suspense>
    </>
  )
}

function EditButton({ id }: { id: string }) {
  const navigate = useNavigate()
  const to = `${ladderPath(id)}/steps`
  useShortcuts([{ keys: 'e', label: () => say('edit'), run: () => void navigate({ to }) }])
  return (
    <Button size="xs" component={Link} to={to} rightSection={<KeyHint keys="e" />}>
      {say('edit')}
    </Button>
  )
}

export const NoLadder = ({ id }: { id: string }) => (
  <EmptyState
    title={say('noLadder', { id })}
    what={say('noLadderWhat')}
    action={
      <Button component={Link} to="/escalation">
        {say('back')}
      </Button>
    }
  />
)

function Asked({ known, ladder }: { known: LaddersAnswer; ladder: LadderView }) {
  const zone = useZone()
  const navigate = useNavigate()
  const written = useSearch({ strict: false }) as Written
  const chosen = chosenFrom(written, known, { ladder, night: nextNight(zone, nowMs()) })
  const { data, isFetching, error, refetch } = useQuery(simulateQuery(askedFrom(chosen)))
  const onChange = (next: Written) => void navigate({ to: ladderPath(ladder.id), search: { ...written, ...next } as never, replace: true })
  return (
    <>
      <QuestionBar chosen={chosen} known={known} ladder={ladder} isAsking={isFetching} onChange={onChange} onAsk={() => void refetch()} />
      {error && <Trouble>{wordsOf(error)}</Trouble>}
      {!data && !error && <RowsSkeleton rows={8} />}
      {data && <Answered answer={data} known={known} ladder={ladder} />}
    </>
  )
}

function Answered({ answer, known, ladder }: { answer: SimulateAnswer; known: LaddersAnswer; ladder: LadderView }) {
  const service = known.services.find(({ id }) => id === answer.service?.id)
  const beside = known.items.filter(({ id }) => id !== ladder.id && service?.ladders.includes(id))
  return (
    <div className="escalation-screen">
      <div className="stack escalation-ladders">
        {[ladder, ...beside].map((each, i) =>
          each.basis === 'manual' ? (
            <ManualPanel key={each.id} ladder={each} />
          ) : (
            <LadderRuler key={each.id} ladder={each} answer={answer} isFirst={i === 0} />
          ),
        )}
        {answer.clocks.length > 0 && (
          <Panel title={say('clocks')} note={say('clocksNote')}>
            <ClockRows clocks={answer.clocks} />
          </Panel>
        )}
      </div>
      <div className="stack escalation-answer">
        <AnswerPanel answer={answer} />
        <WokenList answer={answer} />
      </div>
    </div>
  )
}
