import type { Policy } from '../policy/policy.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { CompiledSchedule } from './compiled-schedule.ts'
import { absenceOf, compiledSchedule, roleMembers, teamMembers } from './compiled-schedule.ts'
import { isBuffer, NOBODY } from './order.ts'
import type { ActiveOverride, Answer, Skipped } from './overrides.ts'
import { ownSpan, standInsFor, withAdded } from './overrides.ts'
import type { Rotation } from './rotation.ts'

/** One question: `within` are the schedules being asked already, so that a circle ends as nobody. */
export type Question = { policy: Policy; epoch: number; within: readonly string[] }

const EMPTY: Answer = { members: [], layer: '', because: '', skipped: [] }

/** The one function behind pager, console, calendar and API. */
export function answerOf(scheduleId: string, question: Question): Answer {
  const compiled = compiledSchedule(question.policy, scheduleId)
  if (!compiled || question.within.includes(compiled.schedule.id)) return EMPTY
  const asked = { ...question, within: [...question.within, compiled.schedule.id] }
  const active = inForce(compiled, asked)
  const own = active.findLastIndex((each) => each.replaces === 'everyone')
  // What a span of its own leaves is the overrides' written after it.
  const later = active.slice(own + 1)
  const plan = () => (compiled.schedule.follows ? followed(compiled, asked, active) : layered(compiled, asked, active))
  return withAdded(own < 0 ? plan() : ownSpan(active[own] as ActiveOverride, later), later)
}

const NONE: readonly ActiveOverride[] = []

/** A stand-in team that has nobody just then replaces nobody: no gap that nobody meant. */
function inForce({ overrides }: CompiledSchedule, question: Question): readonly ActiveOverride[] {
  const active = overrides.filter((each) => each.from <= question.epoch && question.epoch < each.to)
  if (active.length === 0) return NONE
  const named = active.map(({ users, replaces }) => ({ users: usersOf(users, question), replaces, isOff: users.length === 0 }))
  return named.filter(({ users, isOff }) => isOff || users.length > 0)
}

function layered({ rotations }: CompiledSchedule, question: Question, active: readonly ActiveOverride[]): Answer {
  const skipped: Skipped[] = []
  for (const rotation of rotations) {
    const answer = turnIn(rotation, question, active)
    skipped.push(...answer.skipped)
    if (answer.members.length > 0) return { ...answer, skipped }
  }
  return { ...EMPTY, skipped }
}

/** The layer's turn; who is absent passes it to the next in order, once around. An override takes a person's place first. */
export function turnIn(rotation: Rotation, question: Question, active: readonly ActiveOverride[]): Answer {
  const { layer } = rotation
  if (!rotation.isActive(question.epoch)) return EMPTY
  const { groups, place } = rotation.turnAt(question.epoch)
  const skipped: Skipped[] = []
  for (let step = 0; step < groups.length; step++) {
    const group = groups[(place + step) % groups.length] as string[]
    if (isBuffer(group) && step === 0) return EMPTY
    const planned = usersOf(group, question)
    const { members, missing } = present(planned, question, active)
    skipped.push(...missing)
    const because = reasonFor(rotation, group, { planned, members, isPassedOn: step > 0 })
    if (members.length > 0) return { members, layer: layer.id, because, skipped }
    // Taken off by an override is a gap on purpose: nobody else is sent.
    if (missing.length === 0 && planned.length > 0) return { ...EMPTY, skipped }
  }
  return { ...EMPTY, skipped }
}

/**
 * The one after those on call: the groups of the followed schedule in their order from the turn, without whoever is on
 * call there. So the secondary of one week is the primary of the next, and nobody is both.
 */
function followed(compiled: CompiledSchedule, question: Question, active: readonly ActiveOverride[]): Answer {
  const found = rootOf(compiled, question.policy)
  if (!found) return EMPTY
  const primary = answerOf(found.root.schedule.id, question)
  if (found.offset === 0) return primary
  for (const rotation of found.root.rotations) {
    const answer = rotation.isActive(question.epoch) ? nextIn(rotation, found.offset, { question, active, primary }) : EMPTY
    if (answer.members.length > 0) return answer
  }
  return EMPTY
}

/** The schedule at the end of the chain that has an order of its own, and how far along that order; null in a circle. */
function rootOf(compiled: CompiledSchedule, policy: Policy): { root: CompiledSchedule; offset: number } | null {
  const seen = new Set<string>()
  let root: CompiledSchedule | undefined = compiled
  let offset = 0
  while (root?.schedule.follows && !seen.has(root.schedule.id)) {
    seen.add(root.schedule.id)
    offset += root.schedule.offset ?? 1
    root = compiledSchedule(policy, root.schedule.follows)
  }
  return root && !root.schedule.follows ? { root, offset } : null
}

type Following = { question: Question; active: readonly ActiveOverride[]; primary: Answer }

function nextIn(rotation: Rotation, offset: number, { question, active, primary }: Following): Answer {
  const { layer } = rotation
  const { groups, place } = rotation.turnAt(question.epoch)
  // In a turn that nobody of this layer serves the order that counts is that of the layer below.
  if (groups.length === 0 || isBuffer(groups[place] as string[])) return EMPTY
  let left = offset
  for (let step = 0; step < groups.length; step++) {
    const group = groups[(place + step) % groups.length] as string[]
    const { members } = present(usersOf(group, question), question, active)
    if (members.length === 0 || members.some((member) => primary.members.includes(member))) continue
    left--
    if (left === 0) return { members, layer: layer.id, because: `next after ${primary.members.join(', ') || 'nobody'}`, skipped: [] }
  }
  return EMPTY
}

function present(
  planned: readonly string[],
  question: Question,
  active: readonly ActiveOverride[],
): { members: string[]; missing: Skipped[] } {
  const members: string[] = []
  const missing: Skipped[] = []
  for (const user of planned) {
    const standIns = standInsFor(user, active)
    const reason = standIns ? null : absenceOf(question.policy, user, question.epoch)
    if (reason) missing.push({ user, reason })
    else members.push(...(standIns ?? [user]))
  }
  return { members: distinct(members), missing }
}

/** The people behind a turn's members at that moment, each once. */
export function usersOf(references: readonly string[], question: Question): string[] {
  const [first] = references
  if (references.length === 1 && first !== undefined && isPerson(first)) return [idOf(first)]
  return distinct(references.flatMap((reference) => usersBehind(reference, question)))
}

const isPerson = (reference: string): boolean => (!reference.includes(':') || reference.startsWith('user:')) && reference !== NOBODY

function usersBehind(reference: string, question: Question): readonly string[] {
  const kind = kindOf(reference)
  if (reference === NOBODY) return []
  if (kind === null || kind === 'user') return [idOf(reference)]
  if (question.within.includes(reference)) return []
  const inside = { ...question, within: [...question.within, reference] }
  if (kind === 'schedule') return answerOf(idOf(reference), question).members
  if (kind === 'team') return usersOf(teamMembers(question.policy, reference), inside)
  return kind === 'role' ? usersOf(roleMembers(question.policy, reference), inside) : []
}

type Outcome = { planned: readonly string[]; members: readonly string[]; isPassedOn: boolean }

function reasonFor(rotation: Rotation, group: readonly string[], outcome: Outcome): string {
  const turn = rotation.inWords(group)
  const isReplaced = outcome.members.some((member) => !outcome.planned.includes(member))
  return `${turn}${isReplaced ? ', override' : ''}${outcome.isPassedOn ? ', passed on' : ''}`
}

const distinct = (users: readonly string[]): string[] => (users.length < 2 ? [...users] : [...new Set(users)])
