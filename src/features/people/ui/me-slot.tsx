import { ActionIcon } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Avatar } from '../../../web/kit/person.tsx'
import { useMe } from '../../../web/server/session.ts'
import { say as named } from './manifest-strings.ts'
import { signOut } from './sign-out.ts'
import { say } from './strings.ts'

/** The foot of the rail: who is signed in, and the way out. */
export function Slot() {
  const me = useMe()
  if (!me) return null
  const name = me.name ?? me.id
  return (
    <span className="line">
      <Link to="/settings/me" className="line" title={say('signedInAs', { name })}>
        <Avatar name={name} isYou />
        <span className="rail-word">{name}</span>
      </Link>
      <ActionIcon variant="subtle" className="push rail-word" aria-label={named('signOut')} onClick={() => void signOut()}>
        <IconLogout size={16} aria-hidden />
      </ActionIcon>
    </span>
  )
}
