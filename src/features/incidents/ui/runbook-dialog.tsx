import { Button, Checkbox, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { timeOfDay } from '../../../web/times.ts'
import type { RunbookText } from '../../catalog/contract.ts'
import type { RunbookView } from '../contract/record.ts'
import { useRoom } from './room.ts'
import { say } from './side-strings.ts'

const STEPS = 6

/** A runbook to work through beside the incident: each step that is ticked off stands in the timeline with who finished it. */
export function RunbookDialog({ runbook, onClose }: { runbook: RunbookView; onClose: () => void }) {
  const { incident } = useRoom()
  const { data, error } = useQuery({
    queryKey: ['policy', { runbook: runbook.id, of: incident.policyVersion }],
    queryFn: ({ signal }) =>
      api<RunbookText>(`/api/v1/incidents/${encodeURIComponent(incident.id)}/runbooks/${encodeURIComponent(runbook.id)}`, { signal }),
    retry: false,
  })
  return (
    <Modal opened onClose={onClose} size="lg" title={runbook.title} centered closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        {error && <p className="soon">{error.message}</p>}
        {!data && !error && <RowsSkeleton rows={STEPS} />}
        {data && data.steps.length > 0 && <Steps steps={data.steps} runbook={runbook} />}
        {data && <WholeText text={data.text} isOpen={data.steps.length === 0} />}
        <Foot runbook={runbook} onClose={onClose} />
      </div>
    </Modal>
  )
}

function Steps({ steps, runbook: { id, title, finished } }: { steps: RunbookText['steps']; runbook: RunbookView }) {
  const { run, incident } = useRoom()
  return (
    <ol className="runbook-steps" aria-label={title}>
      {steps.map((pieces, i) => {
        const step = i + 1
        const done = finished.find((each) => each.step === step)
        return (
          <li key={step}>
            <Checkbox
              checked={done !== undefined}
              disabled={!incident.can.act}
              onChange={(event) => run('runbook', { runbook: id, step, ...(event.currentTarget.checked ? {} : { undo: true }) })}
              label={<Pieces step={step} pieces={pieces} />}
              description={done && say('notesBy', { who: done.by.name, time: timeOfDay(Date.parse(done.at)) })}
            />
          </li>
        )
      })}
    </ol>
  )
}

/** What stood in backticks is to be typed. */
const Pieces = ({ step, pieces }: { step: number; pieces: readonly string[] }) => (
  <>
    {step}.{' '}
    {pieces.map((piece, i) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never move
      i % 2 === 1 ? <code key={i}>{piece}</code> : <span key={i}>{piece}</span>,
    )}
  </>
)

const WholeText = ({ text, isOpen }: { text: string; isOpen: boolean }) => (
  <details open={isOpen}>
    <summary>{say('wholeText')}</summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
    <pre className="runbook-text" tabIndex={0}>
      {text}
    </pre>
  </details>
)

function Foot({ runbook: { id, isFollowed }, onClose }: { runbook: RunbookView; onClose: () => void }) {
  const { run, incident, isActing } = useRoom()
  const canFollow = incident.can.act && !isFollowed
  return (
    <div className="line">
      {canFollow && (
        <Button loading={isActing} onClick={() => run('runbook', { runbook: id })}>
          {say('followIt')}
        </Button>
      )}
      <Button className="push" variant="filled" onClick={onClose}>
        {say('done')}
      </Button>
    </div>
  )
}
