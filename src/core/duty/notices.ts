import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import { type Moment, momentOf } from '../time/moment.ts'
import type { Rescheduled } from './changes.ts'
import { tellQuietly } from './quiet-notice.ts'
import type { DutySpan } from './spans.ts'
import type { DutyState, HandoffNote } from './state.ts'
import { nameOfSchedule, nameOfUser, spanText, timeText, zoneOf } from './words.ts'

type DutyDraft = Draft<DutyState>

/** More lines than this nobody reads; the schedule has them all. */
const MOST_LINES = 10

const noteText = (note: HandoffNote | null, { policy }: Context): string =>
  note ? `${nameOfUser(policy, note.by)} hands over: “${note.text}”` : ''

/** What whoever is on call there is there for: the duties of the roles that this schedule fills by itself. */
function dutiesText(schedule: string, { policy }: Context): string {
  const roles = (policy.bundle.roles ?? []).filter((role) => role.duties.length > 0 && role.default.some((each) => isThis(each, schedule)))
  return roles.map((role) => `As ${role.name ?? role.id}: ${role.duties.join('; ')}.`).join('\n')
}

const isThis = (reference: string, schedule: string): boolean => kindOf(reference) === 'schedule' && idOf(reference) === schedule

const lines = (...texts: string[]): string => texts.filter(Boolean).join('\n')

/** Now, so that each of several starts of one person has a message of its own. */
const at = ({ now }: Context, what: string): string => `${what}-${momentOf(now)}`

export function sayStart(
  draft: DutyDraft,
  { user, schedule, until, note }: { user: string; schedule: string; until: Moment | null; note: HandoffNote | null },
  context: Context,
): void {
  const name = nameOfSchedule(context.policy, schedule)
  const end = until ? `Your shift ends ${timeText(until, zoneOf(context.policy, user))}.` : ''
  tellQuietly(
    draft,
    {
      user,
      about: at(context, 'start'),
      title: `You are on call: ${name}`,
      text: lines(end, dutiesText(schedule, context), noteText(note, context)),
    },
    context,
  )
}

export function sayEnd(
  draft: DutyDraft,
  { user, schedule, holders }: { user: string; schedule: string; holders: string[] },
  context: Context,
): void {
  const name = nameOfSchedule(context.policy, schedule)
  const next = holders.map((each) => nameOfUser(context.policy, each)).join(' and ')
  const text = lines(
    next ? `${next} ${holders.length > 1 ? 'have' : 'has'} it now.` : 'Nobody is on call there now.',
    next ? 'Is there something they should know? Write a hand-off note under On call, or with tocsin oncall handoff.' : '',
  )
  tellQuietly(draft, { user, about: at(context, 'end'), title: `Your shift has ended: ${name}`, text }, context)
}

export function sayAhead(draft: DutyDraft, { span, schedule }: { span: DutySpan; schedule: string }, context: Context): void {
  const { policy } = context
  const zone = zoneOf(policy, span.user)
  const text = lines(`${spanText(span, zone)}.`, 'Cannot be there? Ask for cover under On call, or with tocsin oncall cover ask.')
  const title = `Your shift begins ${timeText(span.from, zone)}: ${nameOfSchedule(policy, schedule)}`
  // Nobody needs to hear of a beginning after it.
  tellQuietly(draft, { user: span.user, about: `ahead-${span.from}`, title, text, until: span.from }, context)
}

export function sayRescheduled(draft: DutyDraft, { change, schedule }: { change: Rescheduled; schedule: string }, context: Context): void {
  const { user, gone, come } = change
  if (gone.length + come.length === 0) return
  const zone = zoneOf(context.policy, user)
  const told = [...gone.map((span) => `No longer: ${spanText(span, zone)}`), ...come.map((span) => `Now: ${spanText(span, zone)}`)]
  const more = told.length > MOST_LINES ? [`and ${told.length - MOST_LINES} more`] : []
  const title = `Your future shifts changed: ${nameOfSchedule(context.policy, schedule)}`
  tellQuietly(draft, { user, about: at(context, 'changed'), title, text: lines(...told.slice(0, MOST_LINES), ...more) }, context)
}

export function sayNote(
  draft: DutyDraft,
  { user, schedule, note }: { user: string; schedule: string; note: HandoffNote },
  context: Context,
): void {
  const title = `Hand-off note: ${nameOfSchedule(context.policy, schedule)}`
  tellQuietly(draft, { user, about: at(context, 'note'), title, text: noteText(note, context) }, context)
}
