/**
 * What is proved of one message after it was handed over, weakest first. `failed` and `voicemail` prove the opposite: it has
 * reached nobody. `seen` and `human` are signs of a person; nothing below them is.
 */
export const EVIDENCE_STAGES = ['accepted', 'delivered', 'seen', 'human', 'voicemail', 'failed'] as const
export type EvidenceStage = (typeof EVIDENCE_STAGES)[number]

/** Data of the command `evidence`, sent to the subject that the message came from. `message` is the outbox id. */
export type Evidence = { message: string; stage: EvidenceStage; said: string }

/** The fact that tells a stage. (`page.delivered` is the hand-over: what the provider's answer to the request proves.) */
export const FACT_OF_STAGE: Readonly<Record<EvidenceStage, string>> = {
  accepted: 'page.accepted',
  delivered: 'page.arrived',
  seen: 'page.seen',
  human: 'page.answered',
  voicemail: 'page.voicemail',
  failed: 'page.undelivered',
}

const WEIGHT: Readonly<Record<EvidenceStage, number>> = { accepted: 1, delivered: 2, voicemail: 3, failed: 3, seen: 4, human: 5 }

/** Whether a stage is news: receipts come twice and in any order, and only what goes further counts. */
export const isFurther = (stage: EvidenceStage, than: EvidenceStage | undefined): boolean =>
  than === undefined || WEIGHT[stage] > WEIGHT[than]

export const isHuman = (stage: EvidenceStage | undefined): boolean => stage === 'seen' || stage === 'human'

/** It is over with this road, and nobody was reached. */
export const isDeadEnd = (stage: EvidenceStage | undefined): boolean => stage === 'voicemail' || stage === 'failed'
