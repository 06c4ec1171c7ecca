import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconChecks,
  IconClock,
  IconEye,
  IconPhone,
  IconSend,
  IconUserCheck,
  IconX,
} from '@tabler/icons-react'
import type { Icon } from '../../../web/manifest.ts'
import type { Attempt } from '../contract.ts'
import { say } from './ledger-strings.ts'

export type Outcome = { icon: Icon; word: string; tone?: 'missed' | 'soon' }

/** What is known of a page, the strongest proof first: a human, the device or carrier, the provider. */
const STANDINGS: readonly { stages: readonly string[]; icon: Icon; word: () => string; tone?: Outcome['tone'] }[] = [
  { stages: ['acknowledged'], icon: IconUserCheck, word: () => say('acknowledged') },
  { stages: ['human'], icon: IconUserCheck, word: () => say('human') },
  { stages: ['seen'], icon: IconEye, word: () => say('seen') },
  { stages: ['voicemail'], icon: IconX, word: () => say('voicemail'), tone: 'missed' },
  { stages: ['undelivered'], icon: IconX, word: () => say('undelivered'), tone: 'missed' },
  { stages: ['answered'], icon: IconPhone, word: () => say('answered'), tone: 'soon' },
  { stages: ['delivered'], icon: IconChecks, word: () => say('delivered') },
  { stages: ['silent'], icon: IconAlertTriangle, word: () => say('silent'), tone: 'soon' },
  { stages: ['accepted'], icon: IconCheck, word: () => say('accepted') },
  { stages: ['handed-over'], icon: IconCheck, word: () => say('handed-over') },
  { stages: ['failed'], icon: IconX, word: () => say('failed'), tone: 'missed' },
  { stages: ['withdrawn'], icon: IconArrowBackUp, word: () => say('withdrawn') },
  { stages: ['retrying'], icon: IconAlertTriangle, word: () => say('retrying'), tone: 'soon' },
  { stages: ['held'], icon: IconClock, word: () => say('held') },
]

export function outcomeOf({ events, result }: Pick<Attempt, 'events' | 'result'>): Outcome {
  if (result === 'planned') return { icon: IconClock, word: say('planned') }
  if (result === 'if-unacknowledged') return { icon: IconClock, word: say('if-unacknowledged') }
  const known = events.map(({ stage }) => stage)
  const found = STANDINGS.find(({ stages }) => stages.some((stage) => known.includes(stage)))
  return found ? { icon: found.icon, word: found.word(), tone: found.tone } : { icon: IconSend, word: say('queued') }
}

const STAGES = [
  'queued',
  'held',
  'retrying',
  'handed-over',
  'accepted',
  'delivered',
  'answered',
  'seen',
  'human',
  'voicemail',
  'failed',
  'undelivered',
  'silent',
  'acknowledged',
  'withdrawn',
] as const

/** A stage of another version by its own name. */
export function stageWord(stage: string): string {
  const known = STAGES.find((each) => each === stage)
  return known ? say(known) : stage
}

const SENT = ['handed-over', 'failed', 'retrying']
const HAD = ['delivered', 'answered', 'seen', 'human']

export const sentAt = ({ events }: Pick<Attempt, 'events'>): string | null => events.find(({ stage }) => SENT.includes(stage))?.at ?? null
export const hadAt = ({ events }: Pick<Attempt, 'events'>): string | null => events.find(({ stage }) => HAD.includes(stage))?.at ?? null
