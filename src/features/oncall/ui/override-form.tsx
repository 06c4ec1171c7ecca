import { Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import type { ScheduleView } from '../contract.ts'
import { instantIn, localIn } from './local-time.ts'
import { useOverride } from './queries.ts'
import { say } from './strings.ts'

type Props = { view: ScheduleView; zone: string; onClose: () => void }

const HOUR_MS = 3_600_000
/** A working day: what most overrides are for. */
const USUAL_HOURS = 8
const EVERYONE = 'everyone'
const JOINS = 'joins'

const idOf = (actor: string): string => actor.replace(/^user:/, '')

/** Who, from when to when: usual values stand there already, so two choices and a button are enough. */
export function OverrideForm({ view, zone, onClose }: Props) {
  const hour = Math.ceil(nowMs() / HOUR_MS) * HOUR_MS
  const [who, setWho] = useState<string | null>(null)
  const [instead, setInstead] = useState<string>(EVERYONE)
  const [from, setFrom] = useState(localIn(zone, hour))
  const [to, setTo] = useState(localIn(zone, hour + USUAL_HOURS * HOUR_MS))
  const [reason, setReason] = useState('')
  const { mutate, isPending } = useOverride(view.id)
  const people = view.people.map(({ id, name }) => ({ value: idOf(id), label: name }))
  const [starts, ends] = [instantIn(zone, from), instantIn(zone, to)]
  const isReady = who !== null && starts !== null && ends !== null && starts < ends
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (!who || !starts || !ends) return
    const add = {
      user: who,
      from: starts,
      to: ends,
      ...(instead === JOINS ? {} : { replaces: instead }),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    }
    mutate({ add }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={say('addTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form onSubmit={onSend} className="stack">
        <p className="t2">{say('addWhat')}</p>
        <Select label={say('who')} required searchable data={people} value={who} onChange={setWho} data-autofocus />
        <Select
          label={say('instead')}
          allowDeselect={false}
          data={[{ value: EVERYONE, label: say('everyone') }, { value: JOINS, label: say('nobodyElse') }, ...people]}
          value={instead}
          onChange={(value) => setInstead(value ?? EVERYONE)}
        />
        <Times from={from} to={to} setFrom={setFrom} setTo={setTo} zone={zone} />
        <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!isReady}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

type TimesProps = { from: string; to: string; setFrom: (text: string) => void; setTo: (text: string) => void; zone: string }

function Times({ from, to, setFrom, setTo, zone }: TimesProps) {
  return (
    <>
      <div className="override-times">
        <TextInput
          type="datetime-local"
          label={say('from')}
          required
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput type="datetime-local" label={say('to')} required value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      <p className="f12 t3">{say('inZone', { zone })}</p>
    </>
  )
}
