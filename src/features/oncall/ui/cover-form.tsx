import { Button, Modal, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { instantIn, localIn } from '../../../web/local-time.ts'
import { api } from '../../../web/server/api.ts'
import { useZone } from '../../../web/times.ts'
import type { AskForCover, CoverView } from '../contract/cover.ts'
import { type Duty, useDuties } from './cover-queries.ts'
import { useDutyChange } from './queries.ts'
import { SpanFields } from './span-fields.tsx'
import { say } from './strings.ts'
import { type Tell, useTell } from './tell.ts'
import { idOf } from './who-words.ts'

type Asked = { ask?: string; from?: string; to?: string }

const keyOf = ({ schedule, shift }: Duty): string => `${schedule} ${shift.start}`
const labelOf = ({ name, shift }: Duty, tell: Tell): string =>
  say('dutyOf', { schedule: name, from: tell(shift.start), to: tell(shift.end) })
const isMine = ({ shift }: Duty): boolean => shift.people.some((each) => each.isYou)

/** Which shift of mine (whole or a part), whom I ask, and what I take in return. */
export function CoverForm({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const zone = useZone()
  const tell = useTell(zone)
  const { duties, views } = useDuties()
  const mine = duties.filter(isMine)
  const [chosen, setChosen] = useState<string | null>(asked.ask && asked.from ? `${asked.ask} ${asked.from}` : null)
  const duty = mine.find((each) => keyOf(each) === chosen) ?? nearest(mine, asked)
  const { mutate, isPending } = useDutyChange((body: AskForCover) => api<CoverView>('/api/v1/cover', { method: 'POST', body }))
  const people = (views[0]?.people ?? []).filter((each) => !each.isYou).map(({ id, name }) => ({ value: idOf(id), label: name }))
  return (
    <Modal opened onClose={onClose} title={say('findCoverTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        <p className="t2">{say('findCoverWhat')}</p>
        <Choice
          label={say('whichShift')}
          data={mine.map((each) => ({ value: keyOf(each), label: labelOf(each, tell) }))}
          value={duty ? keyOf(duty) : null}
          onChange={setChosen}
          placeholder={say('noShiftsOfMine')}
          data-autofocus
        />
        {duty && (
          <CoverFields
            key={keyOf(duty)}
            {...{ duty, duties, people, zone, isPending, onClose }}
            onAsk={(body) => mutate(body, { onSuccess: onClose })}
          />
        )}
      </div>
    </Modal>
  )
}

/** A shift begun before now is cut at now: the one that overlaps what was asked for. */
const nearest = (duties: readonly Duty[], { ask, from }: Asked): Duty | undefined =>
  duties.find((each) => each.schedule === ask && from !== undefined && each.shift.start <= from && from < each.shift.end) ??
  (ask ? duties.find((each) => each.schedule === ask) : duties[0])

type FieldsProps = {
  duty: Duty
  duties: readonly Duty[]
  people: { value: string; label: string }[]
  zone: string
  isPending: boolean
  onAsk: (body: AskForCover) => void
  onClose: () => void
}

function CoverFields({ duty, duties, people, zone, isPending, onAsk, onClose }: FieldsProps) {
  const tell = useTell(zone)
  const [from, setFrom] = useState(localIn(zone, Date.parse(duty.shift.start)))
  const [to, setTo] = useState(localIn(zone, Date.parse(duty.shift.end)))
  const [ask, setAsk] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const [isSwap, setSwap] = useState(false)
  const [inReturn, setReturn] = useState<string | null>(null)
  const others = duties.filter((each) => !isMine(each) && each.shift.start > duty.shift.start)
  const swap = isSwap ? others.find((each) => keyOf(each) === inReturn) : undefined
  const [starts, ends] = [instantIn(zone, from), instantIn(zone, to)]
  const isReady = starts !== null && ends !== null && starts < ends && (!isSwap || swap !== undefined)
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const returned = swap && { schedule: swap.schedule, from: swap.shift.start, to: swap.shift.end }
    const whom = swap ? [idOf(swap.shift.people[0]?.id ?? '')] : ask
    onAsk({
      ...{ schedule: duty.schedule, from: starts, to: ends, ask: whom },
      ...(returned ? { swap: returned } : {}),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    })
  }
  return (
    <form onSubmit={onSend} className="stack">
      <SpanFields zone={zone} from={from} to={to} onFrom={setFrom} onTo={setTo} />
      <Switch label={say('isSwap')} checked={isSwap} onChange={(event) => setSwap(event.currentTarget.checked)} />
      <Whom {...{ isSwap, others, inReturn, setReturn, people, ask, setAsk }} tell={tell} />
      <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <div className="form-actions">
        <Button variant="subtle" onClick={onClose}>
          {say('cancel')}
        </Button>
        <Button type="submit" variant="filled" loading={isPending} disabled={!isReady}>
          {isSwap ? say('askSwap') : say('askCover')}
        </Button>
      </div>
    </form>
  )
}

type WhomProps = {
  isSwap: boolean
  others: readonly Duty[]
  inReturn: string | null
  setReturn: (key: string | null) => void
  people: { value: string; label: string }[]
  ask: string[]
  setAsk: (ask: string[]) => void
  tell: Tell
}

/** Whoever has what is taken in return is asked; else those who are chosen, or everybody. */
function Whom({ isSwap, others, inReturn, setReturn, people, ask, setAsk, tell }: WhomProps) {
  if (!isSwap) return <Choices label={say('askWhom')} description={say('askWhomWhat')} data={people} value={ask} onChange={setAsk} />
  return (
    <Choice
      label={say('whatInReturn')}
      description={say('whatInReturnWhat')}
      data={others.map((each) => ({ value: keyOf(each), label: `${each.shift.people[0]?.name}: ${labelOf(each, tell)}` }))}
      value={inReturn}
      onChange={setReturn}
    />
  )
}
