import {
  IconBell,
  IconCalendar,
  IconCheck,
  IconCircleCheck,
  IconCircleX,
  IconFilter,
  IconFlag,
  IconSpeakerphone,
  IconStairs,
  IconUser,
  IconWorld,
} from '@tabler/icons-react'
import type { ChainLink } from '../kit/chain.tsx'
import type { ClockFacts, ClockState } from '../kit/clock-reading.ts'
import type { FormField } from '../kit/settings-form.tsx'
import type { TimelineEntry } from '../kit/timeline.tsx'

/** One moment of one invented story (Example Ltd, payments and publishing), the same on every screen and in the tests. */
export const STORY_NOW = '2026-11-12T14:41:12.000Z'

const at = (time: string): string => `2026-11-12T${time}.000Z`

export const CLOCKS: readonly { state: ClockState; clock: ClockFacts; sentence: string }[] = [
  { state: 'pending', clock: { startedAt: at('14:29:14'), dueAt: at('15:00:02') }, sentence: 'fuse shows the time left' },
  { state: 'due-soon', clock: { startedAt: at('14:16:24'), dueAt: at('14:47:24') }, sentence: 'the last 20 %, owner nudged' },
  { state: 'missed', clock: { startedAt: at('14:09:00'), dueAt: at('14:39:00') }, sentence: 'counts up until done' },
  {
    state: 'met',
    clock: { startedAt: at('14:02:00'), dueAt: at('14:17:00'), closed: { as: 'met', at: at('14:06:00') } },
    sentence: 'neutral: done needs no colour',
  },
  {
    state: 'late',
    clock: { startedAt: at('14:09:00'), dueAt: at('14:24:00'), closed: { as: 'late', at: at('14:27:00') } },
    sentence: 'missed, then done; kept on record',
  },
  {
    state: 'waived',
    clock: { startedAt: at('14:09:00'), dueAt: at('14:39:00'), closed: { as: 'waived', at: at('14:20:00'), by: 'Ana' } },
    sentence: 'who and why, in the row',
  },
  {
    state: 'dropped',
    clock: { startedAt: at('14:09:00'), dueAt: at('14:39:00'), closed: { as: 'dropped', at: at('14:20:00') } },
    sentence: 'not owed any more: now SEV-2',
  },
]

export const UPDATE_CLOCK: ClockFacts = { startedAt: at('14:16:24'), dueAt: at('14:47:24') }

export const MARKS = [
  { id: 'started', at: at('14:02:00'), label: 'Started', icon: IconBell },
  { id: 'acknowledged', at: at('14:06:00'), label: 'Acknowledged', icon: IconCheck },
  { id: 'declared', at: at('14:09:00'), label: 'Declared', icon: IconFlag },
  { id: 'update', at: at('14:17:00'), label: 'Update', icon: IconCheck },
  { id: 'scribe', at: at('14:39:00'), label: 'Scribe', icon: IconCircleX, tone: 'missed' },
  { id: 'next', at: at('14:47:00'), label: 'Update', icon: IconSpeakerphone, tone: 'soon' },
  { id: 'public', at: at('15:00:00'), label: 'Public', icon: IconWorld },
] as const
export const RULER_SPAN = { from: at('14:00:00'), to: at('15:16:00') }

export const LINKS: readonly ChainLink[] = [
  {
    id: '1',
    icon: IconBell,
    question: 'Alert accepted',
    answer: 'Prometheus, “SettlementQueueHigh”',
    evidence: 'value 7,412, fires above 5,000 for 2 m · grouped with 0 others',
    time: '14:39:51.204',
  },
  {
    id: '2',
    icon: IconFilter,
    question: 'Rule matched',
    answer: 'Route 3 of 11: team = payments*',
    evidence: 'sets payments-settlement and SEV-2 · tocsin.yaml:96',
    time: '+0.01 s',
  },
  {
    id: '3',
    icon: IconStairs,
    question: 'Ladder and step',
    answer: 'Settlement, step 1 of 3: page payments-primary, wait 5 m',
    evidence: 'SEV-2 pages at any hour',
    time: '+0.02 s',
  },
  {
    id: '4',
    icon: IconCalendar,
    question: 'Schedule layer',
    answer: 'weekly, Ana’s turn until Sat 14 Nov 00:00',
    evidence: 'no override · no time off',
    time: '+0.02 s',
  },
  { id: '5', icon: IconUser, question: 'Person and rules', answer: 'Ana: push and chat at 0 m, SMS at 2 m, call at 5 m', time: '+0.03 s' },
  { id: '6', icon: IconCircleCheck, question: 'Reached', answer: 'Push delivered to your phone in 1.3 s', time: '14:39:52.530' },
]

export const ENTRIES: readonly TimelineEntry[] = [
  { id: '1', at: at('14:39:00'), icon: IconCircleX, tone: 'missed', fact: 'Missed: scribe not assigned within 30 m. Ana was reminded.' },
  { id: '2', at: at('14:30:00'), icon: IconWorld, fact: 'Leila published “We are fixing it” · promised the next update by 15:00' },
  {
    id: '3',
    at: at('14:28:00'),
    icon: IconFlag,
    card: { who: 'Ana', how: 'decided', text: 'Roll back rather than fix forward: the fix needs a schema change, over 30 minutes.' },
  },
  {
    id: '4',
    at: at('14:17:00'),
    icon: IconSpeakerphone,
    card: { who: 'Leila', how: 'internal update · 41 readers', text: 'About 1 in 3 card payments fail. Wallet and invoice payments work.' },
  },
]

export const FIELDS: readonly FormField[] = [
  {
    name: 'url',
    label: 'Server',
    kind: 'url',
    required: true,
    help: 'Where the push server answers.',
    placeholder: 'https://push.example.com',
  },
  { name: 'token', label: 'Token', kind: 'secret', help: 'Made in the server’s own settings.' },
  {
    name: 'priority',
    label: 'Priority',
    kind: 'choice',
    help: 'How loud a page is.',
    options: [
      { value: 'high', label: 'High' },
      { value: 'max', label: 'Highest' },
    ],
    default: 'max',
  },
]
