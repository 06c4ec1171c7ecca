import { IconCircleX, IconUserPlus } from '@tabler/icons-react'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import { Avatar } from '../../../web/kit/person.tsx'
import type { RoleView } from '../contract/incident.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

/** Who leads, writes, keeps the record. A required role that nobody holds is loud; click to give it. */
export function RoleChips() {
  const { incident } = useRoom()
  const isOpen = incident.resolvedAt === null
  const shown = incident.roles.filter((role) => role.holder || (role.isRequired && isOpen))
  const spare = incident.roles.filter((role) => !role.holder && !(role.isRequired && isOpen))
  return (
    <ul className="room-roles" aria-label={say('roles')}>
      {shown.map((role) => (
        <li key={role.id} className={role.holder ? '' : 'room-role-first'}>
          <RoleMenu role={role} />
        </li>
      ))}
      {incident.can.act &&
        isOpen &&
        spare.map((role) => (
          <li key={role.id}>
            <RoleMenu role={role} />
          </li>
        ))}
    </ul>
  )
}

function RoleMenu({ role }: { role: RoleView }) {
  const { incident, run } = useRoom()
  const chip = <RoleChip role={role} />
  const duties = role.duties.length > 0 ? say('duties', { list: role.duties.join('; ') }) : undefined
  const holder = role.holder?.id.replace(/^user:/, '') ?? null
  // of two who give it at once the second is told, not obeyed
  const give = (user: string | null) => run('role', { role: role.id, user, from: holder })
  if (!incident.can.act)
    return (
      <span className={chipClass(role)} title={duties}>
        {chip}
      </span>
    )
  return (
    <MenuButton
      listClassName="room-people"
      trigger={(shared) => (
        <button {...shared} type="button" className={chipClass(role)} data-role={role.id} title={duties}>
          {chip}
        </button>
      )}
      entries={[
        ...role.duties.map((duty) => ({ heading: duty })),
        { heading: say('assignRole', { role: role.name }) },
        ...incident.choices.people.filter(({ id }) => id !== holder).map(({ id, name }) => ({ label: name, run: () => give(id) })),
        role.holder && { label: say('releaseRole', { role: role.name }), run: () => give(null) },
      ]}
    />
  )
}

const chipClass = ({ holder, isRequired }: RoleView): string => `room-role${!holder && isRequired ? ' room-role-empty' : ''}`

function RoleChip({ role: { holder, isRequired, name } }: { role: RoleView }) {
  if (holder) {
    return (
      <>
        <Avatar name={holder.name} isYou={holder.isYou} />
        <span>
          <span className="t3">{name}</span> {holder.name}
        </span>
      </>
    )
  }
  const Shape = isRequired ? IconCircleX : IconUserPlus
  return (
    <>
      <Shape size={16} aria-hidden />
      {isRequired ? say('needed', { role: name }) : name}
    </>
  )
}

/** Opens the menu of a role that a missed clock asks for. */
export function openRole(role: string): void {
  const chip = document.querySelector<HTMLButtonElement>(`button[data-role="${CSS.escape(role)}"]`)
  chip?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  chip?.click()
}
