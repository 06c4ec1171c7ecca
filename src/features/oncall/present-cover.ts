import { nameOfSchedule } from '../../core/duty/words.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { type Reader, whoIs, yourId } from '../alerts/reads/people.ts'
import type { CoverView } from './contract/cover.ts'
import type { StoredCover } from './reads/cover.ts'

export const mayAskForCover = ({ principal }: Reader): boolean => principal !== null && isPermitted(principal, 'oncall.override')

export function presentCover({ id, state }: StoredCover, reader: Reader): CoverView {
  const person = (user: string) => whoIs(`user:${user}`, reader)
  const schedule = (each: string) => ({ id: each, name: nameOfSchedule(reader.policy, each) })
  const { asker, asked, declined, acceptedBy, swap, status } = state
  return {
    id,
    schedule: schedule(state.schedule),
    asker: person(asker),
    from: state.from,
    to: state.to,
    asked: asked.map(person),
    declined: declined.map(person),
    swap: swap && { ...swap, schedule: schedule(swap.schedule) },
    reason: state.reason,
    status,
    acceptedBy: acceptedBy === null ? null : person(acceptedBy),
    askedAt: state.askedAt,
    expiresAt: state.expiresAt,
    endedAt: state.endedAt,
    why: state.why,
    can: rightsOf({ id, state }, reader),
  }
}

function rightsOf({ state }: StoredCover, reader: Reader): CoverView['can'] {
  const { asker, asked, declined, status } = state
  const you = yourId(reader)
  const may = status === 'asked' && mayAskForCover(reader)
  const isWriter = reader.principal !== null && isPermitted(reader.principal, 'policy.write')
  const isAsked = you !== null && you !== asker && (asked.length === 0 || asked.includes(you))
  return {
    accept: may && isAsked,
    decline: may && you !== null && asked.includes(you) && !declined.includes(you),
    withdraw: may && (you === asker || isWriter),
  }
}
