import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { type Asked, type Reached, resolveTarget, whyLeftOut } from '../oncall/targets.ts'
import { FALLBACK_LADDER, idOf, kindOf } from '../policy/policy.ts'
import type { Step } from '../policy/schema/escalation.ts'
import { momentOf } from '../time/moment.ts'
import { openPage } from './page.ts'
import { type EscalationState, hasAnswered } from './state.ts'

export type StepToPage = { step: Step; index: number; why?: string | null }

/** Pages everybody a step names, each target by itself: one that is broken keeps nobody else from theirs. False when it reached nobody, which it says. */
export function pageStep(draft: Draft<EscalationState>, { step, index, why = null }: StepToPage, context: Context): boolean {
  const reached = step.page.flatMap((target) => peopleOf(draft, { target, index }, context))
  draft.tell('escalation.step_fired', {
    step: index,
    cycle: draft.state.cycle,
    targets: step.page,
    users: [...new Set(reached.map((each) => each.user))],
    ladder: draft.state.ladder.id,
    about: draft.state.about,
    why: why ?? undefined,
  })
  const contacts = step.page.filter((target) => kindOf(target) === 'contact')
  for (const target of contacts) wantContact(draft, { contact: idOf(target), why }, context)
  let anyone = false
  for (const each of reached) anyone = pagePerson(draft, { ...each, index, why }, context) || anyone
  if (!anyone && (step.page.length === 0 || contacts.length < step.page.length))
    draft.tell('escalation.step_empty', {
      step: index,
      targets: step.page,
      why: whyNobody(step, reached),
    })
  return anyone
}

function whyNobody({ page }: Step, reached: readonly Reached[]): string {
  if (page.length === 0) return 'nobody is named as the last resort: write people into organization.fallback.page'
  return reached.length === 0 ? 'it names nobody at this moment' : 'nobody it names can be reached'
}

/** The people behind one target. Of several targets the one that leads to nobody is told, so that it can be repaired. */
function peopleOf(draft: Draft<EscalationState>, { target, index }: { target: string; index: number }, context: Context): Reached[] {
  if (kindOf(target) === 'contact') return []
  const { holders, service, type, ladder, isCallOut } = draft.state
  try {
    // Whoever pages by hand has looked at what it is and who is there; the fallback is the last there is.
    const isByItself = !ladder.targets && ladder.id !== FALLBACK_LADDER
    const asked = { at: context.now, holders, service, ...(isByItself ? { type } : {}) }
    const reached = isCallOut ? everyoneBehind(target, asked, context) : resolveTarget(context.policy, target, asked)
    if (reached.length === 0) draft.tell('escalation.target_empty', { step: index, target, why: whyEmpty(target, asked, context) })
    return reached
  } catch (error) {
    draft.tell('escalation.target_broken', { step: index, target, why: messageOf(error) })
    return []
  }
}

function whyEmpty(target: string, asked: Asked, { policy }: Context): string | undefined {
  const isPerson = kindOf(target) === 'user' || (kindOf(target) === null && policy.user(target) !== undefined)
  return (isPerson ? whyLeftOut(policy, target, asked) : null) ?? undefined
}

/** Called out is the whole team, not whoever of it is on call. */
function everyoneBehind(target: string, asked: Parameters<typeof resolveTarget>[2], { policy }: Context): Reached[] {
  const team = kindOf(target) === 'user' || kindOf(target) === 'schedule' ? undefined : policy.team(target)
  if (!team || (kindOf(target) !== 'team' && kindOf(target) !== null)) return resolveTarget(policy, target, asked)
  const members = team.members.map((member) => ({ user: idOf(member), because: [`team:${team.id}`] }))
  return members.filter(({ user }) => policy.user(user))
}

type Person = Reached & { index: number; why: string | null }

function pagePerson(draft: Draft<EscalationState>, { user, because, index, why }: Person, context: Context): boolean {
  const { state } = draft
  if (hasAnswered(state, user)) {
    if (state.isCallOut) return true
    // Another step of the ladder asks them again: what they answered before was about the former one.
    draft.set({ answers: state.answers.filter((each) => each.user !== user) })
  }
  try {
    return openPage(draft, { user, because, step: index, why }, context)
  } catch (error) {
    draft.tell('page.unreachable', { user, step: index, why: `their rules cannot be read: ${messageOf(error)}` })
    return false
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A contact is outside: one of us calls them, which is a task until their case number stands there. */
function wantContact(draft: Draft<EscalationState>, { contact, why }: { contact: string; why: string | null }, { policy }: Context): void {
  const { contacts, reason, ladder } = draft.state
  if (contacts.some((each) => each.contact === contact && !each.done)) return
  const said = [reason ?? ladder.reason, why].filter(Boolean).join('; ') || null
  draft.set({ contacts: [...contacts, { contact, askedAt: momentOf(draft.now), reason: said, done: null }] })
  const name = policy.bundle.contacts?.find((each) => each.id === contact)?.name
  draft.tell('escalation.contact_wanted', { contact, name, reason: said ?? undefined })
}
