import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { Choice } from '../../../web/kit/choice.tsx'
import { instantIn, localIn } from '../../../web/local-time.ts'
import { offerUndo } from '../../../web/shell/undo.tsx'
import type { AddOverride, ScheduleOverride, ScheduleView } from '../contract.ts'
import { HOUR_MS } from './lane-drag.ts'
import type { OverrideWish } from './override-wish.ts'
import { schedulePath, useOverride, useTrial } from './queries.ts'
import { SpanFields } from './span-fields.tsx'
import { say } from './strings.ts'
import { TrialWords } from './trial-words.tsx'
import { idOf } from './who-words.ts'

type Props = { view: ScheduleView; zone: string; wish: OverrideWish; onClose: () => void }

/** A working day: what most overrides are for. */
const USUAL_HOURS = 8
const EVERYONE = 'everyone'
const JOINS = 'joins'
const NOBODY = ''

/** Who, from when to when: usual values stand there already, so two choices and a button are enough. */
export function OverrideForm({ view, zone, wish, onClose }: Props) {
  const { body, key, fields } = useOverrideFields({ view, zone, wish })
  const { mutate, isPending } = useOverride(view.id)
  const path = `${schedulePath(view.id)}/overrides`
  const trial = useTrial(
    body && (key ? { path: `${path}/${encodeURIComponent(key)}`, method: 'PUT', body } : { path, method: 'POST', body }),
  )
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (!body) return
    mutate(key ? { change: key, to: body } : { add: body }, {
      onSuccess: ({ overrides }) => {
        onClose()
        const made = key ?? addedIn(overrides, view.overrides)
        if (!made) return
        const undo = () => mutate(wish.changes ? { change: made, to: bodyOf(wish.changes) } : { remove: made })
        offerUndo({ said: key ? say('changed') : say('saved'), undo })
      },
    })
  }
  return (
    <Modal opened onClose={onClose} title={key ? say('changeTitle') : say('addTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form onSubmit={onSend} className="stack">
        <p className="t2">{say('addWhat')}</p>
        {fields}
        <TrialWords trial={trial} isReady={body !== null} />
        <div className="form-actions">
          {key && wish.changes?.can.remove && (
            <Button variant="outline" onClick={() => mutate({ remove: key }, { onSuccess: onClose })}>
              {say('removeIt')}
            </Button>
          )}
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!body}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

const addedIn = (after: readonly ScheduleOverride[], before: readonly ScheduleOverride[]): string | undefined =>
  after.find(({ key }) => before.every((each) => each.key !== key))?.key

/** An override as the API takes it, to put it back. */
function bodyOf({ people, replaces, isForEveryone, from, to, reason }: ScheduleOverride): AddOverride {
  const instead = isForEveryone ? EVERYONE : replaces && idOf(replaces.id)
  const [user] = people
  return {
    ...(user ? { user: idOf(user.id) } : {}),
    ...(instead ? { replaces: instead } : {}),
    ...(reason ? { reason } : {}),
    from,
    to,
  }
}

function useOverrideFields({ view, zone, wish }: Omit<Props, 'onClose'>) {
  const { changes } = wish
  const start = wish.start ?? Math.ceil(nowMs() / HOUR_MS) * HOUR_MS
  const known = changes ? bodyOf(changes) : undefined
  const [who, setWho] = useState<string | null>(known?.user ?? null)
  const [instead, setInstead] = useState<string>(changes ? (known?.replaces ?? JOINS) : (wish.replaces ?? EVERYONE))
  const [from, setFrom] = useState(localIn(zone, start))
  const [to, setTo] = useState(localIn(zone, wish.end ?? start + USUAL_HOURS * HOUR_MS))
  const [reason, setReason] = useState(known?.reason ?? '')
  const [force, setForce] = useState('')
  const [starts, ends] = [instantIn(zone, from), instantIn(zone, to)]
  const isSomebody = who !== null && (who !== NOBODY || instead !== JOINS)
  const body: AddOverride | null =
    isSomebody && starts && ends && starts < ends
      ? {
          ...(who === NOBODY ? {} : { user: who }),
          ...(instead === JOINS ? {} : { replaces: instead }),
          ...(reason.trim() ? { reason: reason.trim() } : {}),
          ...(force.trim().length > 2 ? { force: force.trim() } : {}),
          from: starts,
          to: ends,
        }
      : null
  const fields = (
    <>
      <Whose {...{ view, who, setWho, instead, setInstead }} />
      <SpanFields zone={zone} from={from} to={to} onFrom={setFrom} onTo={setTo} />
      <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <details>
        <summary className="t2">{say('forceWhen')}</summary>
        <TextInput
          label={say('force')}
          description={say('forceWhat')}
          value={force}
          onChange={(event) => setForce(event.currentTarget.value)}
        />
      </details>
    </>
  )
  return { body, key: changes?.key, fields }
}

type WhoseProps = {
  view: ScheduleView
  who: string | null
  setWho: (who: string | null) => void
  instead: string
  setInstead: (instead: string) => void
}

function Whose({ view, who, setWho, instead, setInstead }: WhoseProps) {
  const people = view.people.map(({ id, name }) => ({ value: idOf(id), label: name }))
  return (
    <>
      <Choice
        label={say('who')}
        required
        data={[...people, { value: NOBODY, label: say('offNobody') }]}
        value={who}
        onChange={setWho}
        data-autofocus
      />
      <Choice
        label={say('instead')}
        data={[{ value: EVERYONE, label: say('everyone') }, { value: JOINS, label: say('nobodyElse') }, ...people]}
        value={instead}
        onChange={(value) => setInstead(value ?? EVERYONE)}
      />
    </>
  )
}
