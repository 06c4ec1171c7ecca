import { spanInWords } from '../../oncall/calendar-words.ts'
import { NOBODY } from '../../oncall/order.ts'
import type { PassedOver } from '../../oncall/passed-over.ts'
import { passedOverIn } from '../../oncall/passed-over.ts'
import type { Span } from '../../oncall/shifts-between.ts'
import { layerShifts, whoAt } from '../../oncall/shifts-between.ts'
import { instantAt } from '../../time/wall-clock.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import { idOf, kindOf } from '../policy.ts'
import type { Layer, Override, Schedule } from '../schema/schedule.ts'
import type { Found, Lintable, LintRule } from './lint-rule.ts'
import { NORMS } from './norms.ts'

type Placed = { schedule: Schedule; path: Path }

const schedulesOf = ({ bundle }: Policy): Placed[] =>
  (bundle.schedules ?? []).map((schedule, index) => ({ schedule, path: ['schedules', index] }))

type PlacedLayer = Placed & { layer: Layer; life: Span }

/** The layers of a schedule while they run: not those that are over. */
const layersIn = ({ schedule, path }: Placed, lintable: Lintable): PlacedLayer[] =>
  schedule.layers.flatMap((layer, place) => {
    const life = lifeOf(layer, schedule, lintable)
    return life ? [{ schedule, layer, life, path: [...path, 'layers', place] }] : []
  })

const layersOf = (lintable: Lintable): PlacedLayer[] => schedulesOf(lintable.policy).flatMap((placed) => layersIn(placed, lintable))

/** The part of its life within the coming months, from its start when that is still to come; null when it is over. */
function lifeOf(layer: Layer, schedule: Schedule, { policy, at }: Lintable): Span | null {
  const zone = layer.timezone ?? schedule.timezone ?? policy.bundle.organization.timezone
  const moment = (written: string) => instantAt(Temporal.PlainDateTime.from(written), zone)
  const from = later(at, moment(layer.starts))
  const horizon = from.add({ hours: NORMS.turnDays * 24 })
  const to = layer.ends === undefined ? horizon : earlier(horizon, moment(layer.ends))
  return Temporal.Instant.compare(from, to) < 0 ? { from, to } : null
}

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) > 0 ? a : b)
const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) < 0 ? a : b)

const peopleIn = (layer: Layer): string[] =>
  layer.members.flat().filter((each) => each !== NOBODY && (kindOf(each) === null || kindOf(each) === 'user'))

/** All members of a layer have left: it never has anybody, however it is drawn. */
export const rotationLeft: LintRule = {
  id: 'rotation-left',
  level: 'warning',
  find: (lintable) =>
    layersOf(lintable).flatMap(({ schedule, layer, path }) => {
      const people = peopleIn(layer)
      const isOnlyPeople = people.length === layer.members.flat().filter((each) => each !== NOBODY).length
      const gone = people.filter((each) => lintable.policy.user(each)?.disabled)
      if (!isOnlyPeople || gone.length < people.length) return []
      const message = `everybody in layer "${layer.id}" of "${schedule.id}" has left: ${gone.map(idOf).join(', ')}`
      const cost = 'the layer wakes nobody; where no other layer has someone, pages fall through at once'
      return [{ path: [...path, 'members'], message, remedy: 'put people who are there under `members`, or remove the layer', cost }]
    }),
}

/** Hours in which none of the members can be asked, or that lie outside of the layer's life. */
export const impossibleHours: LintRule = {
  id: 'impossible-hours',
  level: 'warning',
  find: ({ policy, at }) =>
    boundLayers({ policy, at }).flatMap(({ schedule, layer, life, path }) => {
      const isStaffed = peopleIn(layer).some((each) => !policy.user(each)?.disabled)
      if (!isStaffed || layerShifts(policy, { schedule: schedule.id, layer: layer.id }, life).length > 0) return []
      const isRestricted = layer.restrict.length > 0
      const message = isRestricted
        ? `layer "${layer.id}" of "${schedule.id}" has hours in which none of its members is available`
        : `no member of layer "${layer.id}" of "${schedule.id}" is available while it runs`
      const remedy = 'widen `restrict`, or the `available` of its members, or have members who are there at that time'
      return [{ path: [...path, isRestricted ? 'restrict' : 'members'], message, remedy, cost: 'the layer never has anybody' }]
    }),
}

/** Members whom the count of turns never meets in the hours that are served (fourteen people in a rotation of working days). */
export const neverServes: LintRule = {
  id: 'never-serves',
  level: 'warning',
  find: ({ policy, at }) =>
    boundLayers({ policy, at }).flatMap(({ schedule, layer, life, path }) => {
      if (Temporal.Instant.compare(life.to, life.from.add({ hours: NORMS.turnDays * 24 })) < 0) return []
      const served = new Set(layerShifts(policy, { schedule: schedule.id, layer: layer.id }, life).flatMap((shift) => shift.members))
      const idle = peopleIn(layer).filter((each) => !served.has(idOf(each)) && !policy.user(each)?.disabled && mayServe(layer, each, life))
      if (served.size === 0 || idle.length === 0) return []
      const message = `${idle.map(idOf).join(', ')} never ${idle.length === 1 ? 'gets' : 'get'} a shift of layer "${layer.id}" of "${schedule.id}"`
      const remedy =
        layer.advance === 'elapsed'
          ? 'write `advance: served`, so that only turns that are served count'
          : 'widen `restrict` or their `available`'
      return [
        {
          path: [...path, 'members'],
          message,
          remedy,
          cost: `the others serve their part: ${served.size} people for ${served.size + idle.length}`,
        },
      ]
    }),
}

/**
 * Layers whose people are bound to some hours, that end, or whose turns pass in hours that nobody serves. In all others everybody has
 * their turn, and nothing need be worked out.
 */
const boundLayers = ({ policy, at }: Lintable) =>
  layersOf({ policy, at }).filter(({ layer }) => {
    const mayMiss = layer.restrict.length > 0 && (layer.advance === 'elapsed' || layer.ends !== undefined)
    return mayMiss || peopleIn(layer).some((each) => (policy.user(each)?.available ?? 'always') !== 'always')
  })

const mayServe = ({ membership = [] }: Layer, member: string, { from }: Span): boolean => {
  const spells = membership.filter((each) => each.member === member)
  return (
    spells.length === 0 ||
    spells.some((each) => each.to === undefined || Temporal.Instant.compare(Temporal.Instant.from(each.to), from) > 0)
  )
}

/** A schedule that has nobody until one of its layers begins. */
export const startsLater: LintRule = {
  id: 'starts-later',
  level: 'warning',
  find: ({ policy, at }) =>
    schedulesOf(policy).flatMap(({ schedule, path }) => {
      const pending = layersIn({ schedule, path }, { policy, at }).filter((each) => Temporal.Instant.compare(each.life.from, at) > 0)
      const first = pending.toSorted((a, b) => Temporal.Instant.compare(a.life.from, b.life.from))[0]
      if (!first || whoAt(policy, schedule.id, at).members.length > 0) return []
      const message = `nobody is on call on "${schedule.id}" before ${first.life.from}, when layer "${first.layer.id}" begins`
      const remedy = 'write an earlier `starts`, or an override until then'
      return [{ path: [...first.path, 'starts'], message, remedy, cost: 'until then its pages fall through at once' }]
    }),
}

/** People who are away while it is their turn: who takes it, or that nobody does. */
export const awayOnDuty: LintRule = {
  id: 'away-on-duty',
  level: 'advisory',
  find: ({ policy, at }) =>
    schedulesOf(policy).flatMap(({ schedule, path }) => [
      ...absencesOn(schedule, { policy, at }).map((found) => ({ ...found, path })),
      ...schedule.overrides.flatMap((override, index) =>
        awayStandIns(override, { policy, at }).map((found) => ({ ...found, path: [...path, 'overrides', index, 'user'] })),
      ),
    ]),
}

/** One finding for each person: the first of their turns that passes on, and how many more do. */
function absencesOn(schedule: Schedule, { policy, at }: Lintable): Omit<Found, 'path'>[] {
  const zone = schedule.timezone ?? policy.bundle.organization.timezone
  const span = { from: at, to: at.add({ hours: NORMS.awayDays * 24 }) }
  const absences = passedOverIn(policy, schedule.id, span).filter(({ reason }) => reason.startsWith('away'))
  return [...Map.groupBy(absences, ({ user }) => user)].map(([user, each]) => {
    const [first, ...more] = each as [PassedOver, ...PassedOver[]]
    const takers = [...new Set(each.flatMap(({ takenBy }) => takenBy))]
    const gaps = each.filter(({ takenBy }) => takenBy.length === 0).length
    const when = `${spanInWords(first.start, first.end, zone)}${more.length > 0 ? `, and ${more.length} more` : ''}`
    const message = `${user} is away when it is their turn on "${schedule.id}": ${when}`
    const cost = [takers.length > 0 ? `${takers.join(', ')} takes it` : '', gaps > 0 ? 'nobody takes it' : '']
      .filter(Boolean)
      .join('; at times ')
    return { message, remedy: 'swap the shift, or name a stand-in with an override', cost }
  })
}

function awayStandIns({ user, from, to }: Override, { policy, at }: Lintable): Omit<Found, 'path'>[] {
  if (Temporal.Instant.compare(Temporal.Instant.from(to), at) <= 0) return []
  return user.flatMap((reference) => {
    const person = kindOf(reference) === 'team' ? undefined : policy.user(reference)
    const leave = person?.away.find((each) => each.from < to && from < each.to)
    if (!person || !leave) return []
    const message = `${person.id} stands in from ${from} to ${to}, but is away from ${leave.from} to ${leave.to}`
    return [{ message, remedy: 'name somebody who is there', cost: 'the override is followed: they are paged while away' }]
  })
}

/** Overrides that speak about the same people at the same time: the one written last decides. */
export const overlappingOverrides: LintRule = {
  id: 'override-overlap',
  level: 'advisory',
  find: ({ policy, at }) =>
    schedulesOf(policy).flatMap(({ schedule, path }) => {
      const now = at.toString()
      const ahead = schedule.overrides.map((override, index) => ({ override, index })).filter(({ override }) => override.to > now)
      return ahead.flatMap(({ override, index }) => {
        const before = ahead.find((other) => other.index < index && contradicts(other.override, override))
        if (!before) return []
        const message = `the override from ${override.from} to ${override.to} and the one from ${before.override.from} both replace ${override.replaces}`
        const cost = `where they overlap the one written last counts: ${override.user.map(idOf).join(', ') || 'nobody'}`
        return [{ path: [...path, 'overrides', index], message, remedy: 'shorten or remove one of them', cost }]
      })
    }),
}

const contradicts = (a: Override, b: Override): boolean =>
  a.replaces !== undefined && a.replaces !== 'everyone' && a.replaces === b.replaces && a.from < b.to && b.from < a.to

/** Stand-ins who have left: the override is not followed, the planned people stay. */
export const standInLeft: LintRule = {
  id: 'stand-in-left',
  level: 'warning',
  find: ({ policy, at }) =>
    schedulesOf(policy).flatMap(({ schedule, path }) =>
      schedule.overrides.flatMap((override, index) => {
        const gone = override.user.filter((each) => policy.user(each)?.disabled)
        if (gone.length === 0 || Temporal.Instant.compare(Temporal.Instant.from(override.to), at) <= 0) return []
        const message = `${gone.map(idOf).join(', ')} stands in on "${schedule.id}" from ${override.from}, but has left`
        const cost = gone.length === override.user.length ? 'those it replaces stay on call' : 'the others it names stand in'
        return [
          { path: [...path, 'overrides', index, 'user'], message, remedy: 'name somebody who is there, or remove the override', cost },
        ]
      }),
    ),
}
