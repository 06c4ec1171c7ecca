import { ActionIcon } from '@mantine/core'
import { IconDots, IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import { AddOne } from '../../../../web/kit/add-one.tsx'
import { announce } from '../../../../web/kit/announcer.tsx'
import { MenuButton } from '../../../../web/kit/menu-button.tsx'
import { MomentField } from '../../../../web/kit/moment-field.tsx'
import { Avatar } from '../../../../web/kit/person.tsx'
import { instantIn, localIn } from '../../../../web/local-time.ts'
import { withMember, withMemberMoved, withoutMember, withSharedTurn, withSpell, withSplitTurn } from './draft-rotation.ts'
import { type ChangeLayer, type Editing, nameIn } from './editing.ts'
import { say } from './strings.ts'

type Props = { editing: Editing; layer: Layer; onChange: ChangeLayer }

/** Who takes turns, in their order: dragged, or moved by the arrow keys on the handle, or by the menu. */
export function MemberList({ editing, layer, onChange }: Props) {
  const { base, preview } = editing
  const [held, setHeld] = useState<number | null>(null)
  // A drag may be over another before the next render; the browser takes a drop only where somebody said so at once.
  const dragged = useRef<number | null>(null)
  const drag = (at: number | null) => {
    dragged.current = at
    setHeld(at)
  }
  const [dated, setDated] = useState<number | null>(null)
  const move = (from: number, to: number) => {
    onChange((each) => withMemberMoved(each, from, to))
    const group = layer.members[from]
    if (group && to >= 0 && to < layer.members.length) announce(say('movedTo', { who: namesIn(editing, group), place: to + 1 }))
  }
  const inTurn = layer.members.flat()
  const people = (base.bundle.users ?? []).filter(({ id, disabled }) => !disabled && !inTurn.includes(id) && !inTurn.includes(`user:${id}`))
  return (
    <div>
      <p className="field-word" id="members-word">
        {say('members')}
      </p>
      <ul className="members" aria-labelledby="members-word">
        {layer.members.map((group, i) => (
          <li
            key={group.join()}
            draggable
            className={held === i ? 'member-held' : ''}
            onDragStart={() => drag(i)}
            onDragEnd={() => drag(null)}
            onDragOver={(event) => dragged.current !== null && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged.current !== null) move(dragged.current, i)
            }}
          >
            <Member {...{ editing, layer, onChange, at: i, move }} onDates={() => setDated(dated === i ? null : i)} />
            {dated === i && group[0] && <Spell layer={layer} member={group[0]} zone={preview.zone} onChange={onChange} />}
          </li>
        ))}
      </ul>
      <AddOne
        aria-label={say('addMember')}
        placeholder={say('addMember')}
        data={people.map(({ id, name }) => ({ value: id, label: name ?? id }))}
        onAdd={(id) => onChange((each) => withMember(each, id))}
      />
    </div>
  )
}

const namesIn = ({ base }: Editing, group: readonly string[]): string => group.map((each) => nameIn(base, each)).join(', ')

type MemberProps = Props & { at: number; move: (from: number, to: number) => void; onDates: () => void }

function Member({ editing, layer, onChange, at, move, onDates }: MemberProps) {
  const group = layer.members[at] ?? []
  const name = namesIn(editing, group)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    move(at, at + step)
  }
  return (
    <div className="member">
      <button
        type="button"
        className="member-handle"
        aria-label={say('moveMember', { who: name })}
        title={say('moveHow')}
        onKeyDown={onKeyDown}
      >
        <IconGripVertical size={16} aria-hidden />
      </button>
      <Avatar name={name} />
      <span className="medium one-line">{name}</span>
      <span className="push f12 t3 nowrap">{noteOf(editing, layer, group)}</span>
      <MenuButton
        trigger={(shared) => (
          <ActionIcon {...shared} variant="subtle" aria-label={say('moreOf', { name })}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        )}
        entries={[
          { label: say('up'), run: () => move(at, at - 1) },
          { label: say('down'), run: () => move(at, at + 1) },
          { label: say('joinsLeaves'), run: onDates },
          at > 0 && { label: say('shareTurn'), run: () => onChange((each) => withSharedTurn(each, at)) },
          group.length > 1 && { label: say('splitTurn'), run: () => onChange((each) => withSplitTurn(each, at)) },
          {
            label: say('removeMember'),
            isDisabled: layer.members.length < 2,
            run: () => onChange((each) => withoutMember(each, at)),
          },
        ]}
      />
    </div>
  )
}

/** "turn now", "away 21 Nov", "joins 1 Dec" */
function noteOf({ base, preview, zone }: Editing, layer: Layer, group: readonly string[]): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' })
  const spell = layer.membership?.find(({ member }) => group.includes(member))
  if (spell?.from && spell.from > base.at) return say('joinsOn', { date: format.format(Date.parse(spell.from)) })
  if (spell?.to) return say('leavesOn', { date: format.format(Date.parse(spell.to)) })
  const now = preview.layers
    .find(({ id }) => id === layer.id)
    ?.shifts.find(({ start, end }) => start.epochMilliseconds <= Date.parse(base.at) && Date.parse(base.at) < end.epochMilliseconds)
  const passed = preview.passed.find(({ user, reason }) => group.some((each) => each.endsWith(user)) && reason.startsWith('away'))
  if (passed) return say('awayOn', { date: format.format(passed.start.epochMilliseconds) })
  return now?.members.some((user) => group.some((each) => each === user || each === `user:${user}`)) ? say('turnNow') : ''
}

type SpellProps = { layer: Layer; member: string; zone: string; onChange: ChangeLayer }

/** From when and until when somebody takes turns; the turn of the others is kept. */
function Spell({ layer, member, zone, onChange }: SpellProps) {
  const spell = layer.membership?.find((each) => each.member === member)
  const local = (moment: string | undefined): string => (moment ? localIn(zone, Date.parse(moment)) : '')
  const instant = (text: string): string | undefined => (text ? (instantIn(zone, text) ?? undefined) : undefined)
  const set = (dates: { from?: string | undefined; to?: string | undefined }) =>
    onChange((each) => withSpell(each, { member, from: spell?.from, to: spell?.to, ...dates }))
  return (
    <div className="editor-two member-dates">
      <MomentField label={say('joins')} value={local(spell?.from)} onChange={(local) => set({ from: instant(local) })} />
      <MomentField label={say('leaves')} value={local(spell?.to)} onChange={(local) => set({ to: instant(local) })} />
    </div>
  )
}
