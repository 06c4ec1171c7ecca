import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { daysFrom, instantIn, localIn } from '../../../web/local-time.ts'
import { api } from '../../../web/server/api.ts'
import type { ScheduleChange } from '../contract/changes.ts'
import type { ScheduleView } from '../contract.ts'
import { schedulePath, useDutyChange, useTrial } from './queries.ts'
import { SpanFields } from './span-fields.tsx'
import { say } from './strings.ts'
import { type Fill, shiftsFor } from './temporary-shifts.ts'
import { TrialWords } from './trial-words.tsx'
import { idOf } from './who-words.ts'

type Props = { view: ScheduleView; zone: string; onClose: () => void }

const LENGTHS = ['6', '8', '12', '24', '48', '168', 'all'] as const
const USUAL_DAYS = 2

/** A schedule of its own for a while: holidays, a launch, a conference. Instead of the rotation, which goes on by itself after it. */
export function TemporaryForm({ view, zone, onClose }: Props) {
  const days = daysFrom(zone, nowMs(), USUAL_DAYS + 2)
  const [from, setFrom] = useState(localIn(zone, days[1] ?? 0))
  const [to, setTo] = useState(localIn(zone, days.at(-1) ?? 0))
  const [fill, setFill] = useState<Fill>({ users: [], hours: '24', between: 'rotation' })
  const [reason, setReason] = useState('')
  const path = `${schedulePath(view.id)}/temporary`
  const { mutate, isPending } = useDutyChange((body: object) => api<ScheduleChange>(path, { method: 'POST', body }))
  const [starts, ends] = [instantIn(zone, from), instantIn(zone, to)]
  const isReady = starts !== null && ends !== null && starts < ends && (fill.users.length > 0 || fill.between === 'nobody')
  const body = isReady
    ? {
        ...{ from: starts, to: ends, between: fill.between, shifts: shiftsFor(fill, { from: starts, to: ends }) },
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      }
    : null
  const trial = useTrial(body && { path, method: 'POST', body })
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (body) mutate(body, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={say('temporaryTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form onSubmit={onSend} className="stack">
        <p className="t2">{say('temporaryWhat')}</p>
        <SpanFields zone={zone} from={from} to={to} onFrom={setFrom} onTo={setTo} />
        <FillFields view={view} fill={fill} onChange={(change) => setFill({ ...fill, ...change })} />
        <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <TrialWords trial={trial} isReady={body !== null} />
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!body}>
            {say('saveTemporary')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function FillFields({ view, fill, onChange }: { view: ScheduleView; fill: Fill; onChange: (change: Partial<Fill>) => void }) {
  return (
    <>
      <Choices
        label={say('inOrder')}
        description={say('inOrderWhat')}
        data={view.people.map(({ id, name }) => ({ value: idOf(id), label: name }))}
        value={fill.users}
        onChange={(users) => onChange({ users })}
        data-autofocus
      />
      <Choice
        label={say('eachFor')}
        data={LENGTHS.map((hours) => ({
          value: hours,
          label: hours === 'all' ? say('allOfIt') : say('hoursLong', { count: Number(hours) }),
        }))}
        value={fill.hours}
        onChange={(hours) => onChange({ hours: hours ?? fill.hours })}
      />
      <div>
        <p className="field-word">{say('between')}</p>
        <SegmentedControl
          size="xs"
          aria-label={say('between')}
          value={fill.between}
          onChange={(between) => onChange({ between: between as Fill['between'] })}
          data={[
            { value: 'rotation', label: say('betweenRotation') },
            { value: 'nobody', label: say('betweenNobody') },
          ]}
        />
      </div>
    </>
  )
}
