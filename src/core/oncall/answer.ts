import type { Policy } from '../policy/policy.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { CompiledOverride, CompiledSchedule } from './compiled-schedule.ts'
import { absenceOf, compiledSchedule, roleMembers, teamMembers } from './compiled-schedule.ts'
import type { Rotation } from './rotation.ts'

export type Skipped = { user: string; reason: string }

/** Who a schedule names at one moment, by which layer and why, and who was passed over. */
export type Answer = { members: string[]; layer: string; because: string; skipped: Skipped[] }

/** One question: `within` are the schedules being asked already, so that a circle ends as nobody. */
export type Question = { policy: Policy; epoch: number; within: readonly string[] }

const NOBODY: Answer = { members: [], layer: '', because: '', skipped: [] }

/** The one function behind pager, console, calendar and API. */
export function answerOf(scheduleId: string, question: Question): Answer {
  const compiled = compiledSchedule(question.policy, scheduleId)
  if (!compiled || question.within.includes(compiled.schedule.id)) return NOBODY
  const asked = { ...question, within: [...question.within, compiled.schedule.id] }
  const active = compiled.overrides.filter((each) => each.from <= asked.epoch && asked.epoch < each.to)
  const exclusive = active.filter((each) => each.replaces === 'everyone')
  if (exclusive.length > 0)
    return { ...NOBODY, members: distinct(exclusive.flatMap((each) => each.users)), layer: 'override', because: 'override' }
  const planned = compiled.schedule.follows ? followed(compiled, asked, active) : layered(compiled, asked, active)
  return withAdded(planned, active)
}

function layered({ rotations }: CompiledSchedule, question: Question, active: readonly CompiledOverride[]): Answer {
  const skipped: Skipped[] = []
  for (const rotation of rotations) {
    const answer = turnIn(rotation, question, active)
    skipped.push(...answer.skipped)
    if (answer.members.length > 0) return { ...answer, skipped }
  }
  return { ...NOBODY, skipped }
}

/** The layer's turn; who is absent passes it to the next in order, once around. An override takes a person's place first. */
export function turnIn(rotation: Rotation, question: Question, active: readonly CompiledOverride[]): Answer {
  const { layer } = rotation
  if (!rotation.isActive(question.epoch)) return NOBODY
  const first = rotation.placeAt(question.epoch)
  const skipped: Skipped[] = []
  for (let step = 0; step < layer.members.length; step++) {
    const group = layer.members[(first + step) % layer.members.length] as string[]
    const planned = usersOf(group, question)
    const { members, missing } = present(planned, question, active)
    skipped.push(...missing)
    const because = reasonFor(layer.rotation, group, { planned, members, isPassedOn: step > 0 })
    if (members.length > 0) return { members, layer: layer.id, because, skipped }
    // Taken off by an override is a gap on purpose: nobody else is sent.
    if (missing.length === 0 && planned.length > 0) return { ...NOBODY, skipped }
  }
  return { ...NOBODY, skipped }
}

/**
 * The one after those on call: the groups of the followed schedule in their order from the turn, without whoever is on
 * call there. So the secondary of one week is the primary of the next, and nobody is both.
 */
function followed(compiled: CompiledSchedule, question: Question, active: readonly CompiledOverride[]): Answer {
  const found = rootOf(compiled, question.policy)
  if (!found) return NOBODY
  const primary = answerOf(found.root.schedule.id, question)
  if (found.offset === 0) return primary
  for (const rotation of found.root.rotations) {
    const answer = rotation.isActive(question.epoch) ? nextIn(rotation, found.offset, { question, active, primary }) : NOBODY
    if (answer.members.length > 0) return answer
  }
  return NOBODY
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

type Following = { question: Question; active: readonly CompiledOverride[]; primary: Answer }

function nextIn(rotation: Rotation, offset: number, { question, active, primary }: Following): Answer {
  const { layer } = rotation
  const first = rotation.placeAt(question.epoch)
  let left = offset
  for (let step = 0; step < layer.members.length; step++) {
    const group = layer.members[(first + step) % layer.members.length] as string[]
    const { members } = present(usersOf(group, question), question, active)
    if (members.length === 0 || members.some((member) => primary.members.includes(member))) continue
    left--
    if (left === 0) return { members, layer: layer.id, because: `next after ${primary.members.join(', ') || 'nobody'}`, skipped: [] }
  }
  return NOBODY
}

function present(
  planned: readonly string[],
  question: Question,
  active: readonly CompiledOverride[],
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

/** Who takes this person's place, in the order the overrides are written; null when nobody does. */
function standInsFor(user: string, active: readonly CompiledOverride[]): string[] | null {
  let places = [user]
  for (const { replaces, users } of active) {
    if (replaces !== null && places.includes(replaces)) places = [...places.filter((each) => each !== replaces), ...users]
  }
  return places.length === 1 && places[0] === user ? null : places
}

/** The people behind a turn's members at that moment, each once. */
export function usersOf(references: readonly string[], question: Question): string[] {
  return distinct(references.flatMap((reference) => usersBehind(reference, question)))
}

function usersBehind(reference: string, question: Question): readonly string[] {
  const kind = kindOf(reference)
  if (kind === null || kind === 'user') return [idOf(reference)]
  if (question.within.includes(reference)) return []
  const inside = { ...question, within: [...question.within, reference] }
  if (kind === 'schedule') return answerOf(idOf(reference), question).members
  if (kind === 'team') return usersOf(teamMembers(question.policy, reference), inside)
  return kind === 'role' ? usersOf(roleMembers(question.policy, reference), inside) : []
}

type Outcome = { planned: readonly string[]; members: readonly string[]; isPassedOn: boolean }

function reasonFor(rotation: Rotation['layer']['rotation'], group: readonly string[], outcome: Outcome): string {
  const pace = typeof rotation === 'string' ? rotation : `every ${rotation.text}`
  const turn = `${pace}, turn of ${group.map(nameOf).join(' and ')}`
  const isReplaced = outcome.members.some((member) => !outcome.planned.includes(member))
  return `${turn}${isReplaced ? ', override' : ''}${outcome.isPassedOn ? ', passed on' : ''}`
}

const nameOf = (reference: string): string => (kindOf(reference) === 'user' ? idOf(reference) : reference)

function withAdded(answer: Answer, active: readonly CompiledOverride[]): Answer {
  const added = active.filter((each) => each.replaces === null).flatMap((each) => each.users)
  if (added.length === 0) return answer
  const members = distinct([...answer.members, ...added])
  return { ...answer, members, layer: answer.layer || 'override', because: answer.because ? `${answer.because}, override` : 'override' }
}

const distinct = (users: readonly string[]): string[] => [...new Set(users)]
