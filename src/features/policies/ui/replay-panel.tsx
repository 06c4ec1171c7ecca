import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { startWatch } from '../../../web/clock.ts'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import type { ReplayAnswer } from '../contract/replay.ts'
import { replayText } from './queries.ts'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'

/** What the draft would have done to the last quarter, beside what was done. */
export function ReplayPanel({ editing: { text, errors, running } }: { editing: Editing }) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const took = startWatch()
      const answer = await replayText(text)
      return { answer, tookMs: took() }
    },
  })
  return (
    <section className="policy-replay" aria-label={say('replayTitle')}>
      <div className="policy-head">
        <h2>{say('replayTitle')}</h2>
        {data && <span className="t3 one-line">{noteOf(data)}</span>}
        <span className="push">{data && data.answer.items.length > 0 && <AllDifferences replay={data.answer} />}</span>
      </div>
      {error && <ErrorState what={say('replayFailed')} kept={`${error.message} ${say('replayFailedKept')}`} onAgain={() => mutate()} />}
      {data ? (
        <Comparison replay={data.answer} version={running.version} />
      ) : (
        !error && (
          <div className="policy-replay-ask">
            <p className="t2">{errors > 0 ? say('replayAfterErrors') : say('replayWhat')}</p>
            <Button size="xs" disabled={errors > 0} loading={isPending} onClick={() => mutate()}>
              {say('replay')}
            </Button>
          </div>
        )
      )}
    </section>
  )
}

const SECOND = 1000

function noteOf({ answer, tookMs }: { answer: ReplayAnswer; tookMs: number }): string {
  const incidents = say('replayIncidents', { count: answer.incidents })
  const alerts = say('replayAlerts', { count: answer.alerts })
  return say('replayNote', { incidents, alerts, took: say('replaySeconds', { s: (tookMs / SECOND).toFixed(1) }) })
}

const ROWS = [
  { name: 'missed', isBadUp: true },
  { name: 'late', isBadUp: true },
  { name: 'nightPages', isBadUp: true },
  { name: 'pages', isBadUp: false },
  { name: 'people', isBadUp: false },
] as const

function Comparison({ replay, version }: { replay: ReplayAnswer; version: number }) {
  return (
    <>
      <table className="policy-comparison">
        <thead>
          <tr>
            <th scope="col">{say('would')}</th>
            <th scope="col">{say('version', { version })}</th>
            <th scope="col">{say('thisDraft')}</th>
            <th scope="col">{say('difference')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, isBadUp }) => {
            const [before, after] = [replay.before[name], replay.after[name]]
            return (
              <tr key={name}>
                <th scope="row">{say(name)}</th>
                <td className="t2">{before}</td>
                <td className="medium">{after}</td>
                <td className={after > before && isBadUp ? 'missed strong' : 't2'}>{changeOf(before, after)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {replay.unplayable.map(({ name, at, why }) => (
        <p key={`${name} ${at}`} className="policy-trouble soon">
          {say('replayUnplayable', { name, why })}
        </p>
      ))}
      {!replay.isReproduced && <p className="policy-trouble soon">{say('replayDoubt', { count: replay.differing + replay.unreadable })}</p>}
    </>
  )
}

function changeOf(before: number, after: number): string {
  if (after === before) return say('same')
  return after > before ? say('more', { count: after - before }) : say('fewer', { count: before - after })
}

function AllDifferences({ replay }: { replay: ReplayAnswer }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="policy-link f12" onClick={() => setOpen(true)}>
        {say('seeAll')}
      </button>
      {isOpen && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          size="lg"
          title={say('allDifferences')}
          closeButtonProps={{ 'aria-label': say('cancel') }}
        >
          <ul className="policy-differences">
            {replay.items.map(({ kind, id, name, words }) => (
              <li key={`${kind} ${id}`}>
                <b>{name}</b>
                <ul>
                  {words.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Modal>
      )}
    </>
  )
}
