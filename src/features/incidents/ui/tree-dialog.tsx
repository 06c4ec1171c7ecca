import { Button, Modal } from '@mantine/core'
import { timeOfDay } from '../../../web/times.ts'
import type { IncidentDetail } from '../contract/incident.ts'
import { useRoom } from './room.ts'
import { say } from './side-strings.ts'
import { spacedWord } from './words.ts'

type Tree = IncidentDetail['trees'][number]

/** One question at a time; where it leads is chosen like any other way out, so a dangerous one asks a second person here, too. */
export function TreeDialog({ tree, onClose }: { tree: Tree; onClose: () => void }) {
  const { name, steps, outcome } = tree
  return (
    <Modal opened onClose={onClose} title={say('treeTitle', { name })} centered closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        {steps.length === 0 && <p className="t2">{say('treeWhat')}</p>}
        {steps.length > 0 && <Steps steps={steps} />}
        {outcome && <Outcome outcome={outcome} />}
        {!outcome && tree.asks && <Said key={tree.asks.node}>{tree.asks.ask}</Said>}
        <Buttons tree={tree} onClose={onClose} />
      </div>
    </Modal>
  )
}

const focus = (element: HTMLElement | null): void => element?.focus()

/** Takes the focus when it comes, so that it is read aloud and the answers are the next two stops. */
const Said = ({ children }: { children: string }) => (
  <p className="room-question" tabIndex={-1} ref={focus}>
    {children}
  </p>
)

function Steps({ steps }: { steps: Tree['steps'] }) {
  return (
    <ol aria-label={say('asked')} className="stack-4 f12">
      {steps.map(({ node, ask, answer, by, at }) => (
        <li key={`${node} ${at}`}>
          {ask} <span className="t3">{say('answerBy', { answer: say(answer), who: by.name, time: timeOfDay(Date.parse(at)) })}</span>
        </li>
      ))}
    </ol>
  )
}

function Outcome({ outcome }: { outcome: NonNullable<Tree['outcome']> }) {
  return (
    <>
      <Said>{say('leadsTo', { what: spacedWord(outcome.do) })}</Said>
      {outcome.runbook && <p className="t2">{say('runbook', { runbook: spacedWord(outcome.runbook) })}</p>}
    </>
  )
}

function Buttons({ tree: { id, asks, outcome }, onClose }: { tree: Tree; onClose: () => void }) {
  const { run, isActing } = useRoom()
  if (outcome)
    return (
      <div className="line">
        <Button onClick={() => run('tree', { tree: id, again: true })}>{say('beginAgain')}</Button>
        <Button className="push" variant="filled" onClick={onClose}>
          {say('done')}
        </Button>
      </div>
    )
  if (!asks)
    return (
      <Button variant="filled" data-autofocus loading={isActing} onClick={() => run('tree', { tree: id })}>
        {say('begin')}
      </Button>
    )
  const answer = (said: 'yes' | 'no') => run('tree', { tree: id, answer: said, node: asks.node })
  // A button that is disabled while it is asked would lose the focus of whoever answers by keyboard.
  return (
    <div className="room-answers">
      <Button onClick={() => !isActing && answer('yes')}>{say('yes')}</Button>
      <Button onClick={() => !isActing && answer('no')}>{say('no')}</Button>
    </div>
  )
}
