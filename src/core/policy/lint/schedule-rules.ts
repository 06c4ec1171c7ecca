import { spanInWords } from '../../oncall/calendar-words.ts'
import { NOBODY } from '../../oncall/order.ts'
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

/** A layer while it runs: not one that is over, not one that has not begun. */
const layersOf = ({ policy, at }: Lintable): (Placed & { layer: Layer; life: Span })[] =>
  schedulesOf(policy).flatMap(({ schedule, path }) =>
    schedule.layers.flatMap((layer, place) => {
      const life = lifeOf(layer, schedule, { policy, at })
      return life ? [{ schedule, layer, life, path: [...path, 'layers', place] }] : []
    }),
  )

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

/** Layers whose hours or whose people are bound to some hours; all others serve everybody in turn. */
const boundLayers = ({ policy, at }: Lintable) =>
  layersOf({ policy, at }).filter(
    ({ layer }) => layer.restrict.length > 0 || peopleIn(layer).some((each) => policy.user(each)?.available !== 'always'),
  )

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
      const pending = layersOf({ policy, at }).filter(
        (each) => each.schedule === schedule && Temporal.Instant.compare(each.life.from, at) > 0,
      )
      const first = pending.toSorted((a, b) => Temporal.Instant.compare(a.life.from, b.life.from))[0]
      if (!first || whoAt(policy, schedule.id, at).members.length > 0) return []
      const message = `nobody is on call on "${schedule.id}" before ${first.life.from}, when layer "${first.layer.id}" begins`
      const remedy = 'write an earlier `starts`, or an override until then'
      return [{ path: [...path, ...first.path.slice(2), 'starts'], message, remedy, cost: 'until then its pages fall through at once' }]
    }),
}

/** People who are away while it is their turn: who takes it, or that nobody does. */
export const awayOnDuty: LintRule = {
  id: 'away-on-duty',
  level: 'advisory',
  find: ({ policy, at }) =>
    schedulesOf(policy).flatMap(({ schedule, path }) => {
      const span = { from: at, to: at.add({ hours: NORMS.awayDays * 24 }) }
      const zone = schedule.timezone ?? policy.bundle.organization.timezone
      const isLeave = ({ reason }: { reason: string }) => reason.startsWith('away')
      return [
        ...passedOverIn(policy, schedule.id, span)
          .filter(isLeave)
          .map(({ user, start, end, takenBy }): Found => {
            const message = `${user} is away when it is their turn on "${schedule.id}": ${spanInWords(start, end, zone)}`
            const cost = takenBy.length > 0 ? `${takenBy.join(' and ')} takes it` : 'nobody takes it'
            return { path, message, remedy: 'swap the shift, or name a stand-in with an override', cost }
          }),
        ...schedule.overrides.flatMap((override, index) =>
          awayStandIns(override, { policy, at }).map((found) => ({ ...found, path: [...path, 'overrides', index, 'user'] })),
        ),
      ]
    }),
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
