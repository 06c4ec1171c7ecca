import { instantOf } from '../../core/time/moment.ts'
import { type Reader, whoIs } from '../alerts/reads/people.ts'
import type { Outcome, ViewParts } from './ack-parts.ts'
import { isOnly, listed, type Standing, spanOf, timeOf } from './rules.ts'

/** What has become of it, and of the tap that led here. Null while nobody has it and nothing was tried. */
export function outcomeOf(parts: ViewParts, standing: Standing, pagedAt: string): Outcome | null {
  if (standing.kind === 'over')
    return { title: 'It is over', text: 'Everything here is resolved. Nobody is paged for it any more, and there is nothing to do.' }
  if (standing.kind === 'taken') return taken(parts, standing)
  return standing.kind === 'yours' ? yours(parts, standing, pagedAt) : (tapped(parts) ?? inVain(parts))
}

/** Two taps at one moment have one winner, and whoever was later must know that it is not them. */
function taken({ policy, said }: ViewParts, { by, at }: { by: string; at: string }): Outcome {
  const { name } = whoIs(by, { policy, principal: null } satisfies Reader)
  const title = said === 'faster' ? `${name} was faster` : `${name} has it since ${timeOf(at)}`
  const since = said === 'faster' ? `${name} has it since ${timeOf(at)}. ` : ''
  return { title, text: `${since}Nobody else is paged. Take over if ${name} cannot go on.` }
}

function yours({ policy, link, state, spared }: ViewParts, { at }: { at: string }, pagedAt: string): Outcome {
  const after = spanOf(instantOf(pagedAt).epochMilliseconds, instantOf(at).epochMilliseconds)
  const expires = state.ackExpiresAt
    ? ` It climbs again at ${timeOf(state.ackExpiresAt)} unless it is resolved.`
    : spared
      ? ` ${listed(spared, link.user)} will not be paged${isOnly(spared, link.user) ? ' again' : ''}.`
      : ' Nobody else is paged.'
  return {
    title: `You have it, ${policy.user(link.user)?.name ?? link.user}`,
    text: `Acknowledged ${timeOf(at)}, ${after} after the page.${expires}`,
  }
}

function tapped({ said, state, link, policy }: ViewParts): Outcome | null {
  if (said === 'unknown') return { title: 'Nothing was done', text: 'That is no answer this page knows. What can be done stands below.' }
  if (said === 'refused')
    return { title: 'That was not done', text: 'As things stand now it is not possible. What can be done stands below.' }
  if (said !== 'passed') return null
  const page = state.pages.findLast(({ user }) => user !== link.user)
  const name = page ? whoIs(`user:${page.user}`, { policy, principal: null } satisfies Reader).name : ''
  return page
    ? { title: `Passed on to ${name}`, text: `${name} was paged ${timeOf(page.startedAt)}. You can still acknowledge.` }
    : { title: 'Passed on', text: 'You can still acknowledge.' }
}

const inVain = ({ state, next }: ViewParts): Outcome | null =>
  state.status === 'exhausted' && !next ? { title: 'Nobody has answered', text: 'The whole ladder was climbed in vain.' } : null
