import type { Policy } from '../../policy/policy.ts'
import { namesOf } from '../../policy/reference-words.ts'
import type { EscalationPolicy, Step } from '../../policy/schema/escalation.ts'
import { type Chapter, chapter, heading, type Part, type Rung, spanWords, table, text } from './part.ts'
import { whenWords } from './severities.ts'

const BASIS: Readonly<Record<EscalationPolicy['basis'], string>> = {
  acknowledged: 'Climbed until somebody acknowledges.',
  unresolved: 'Climbed until it is resolved, acknowledged or not.',
  manual: 'Climbed by a person, for a reason.',
}

/** Every ladder as a drawing, and what leads to help at once. */
export const escalation: Chapter = ({ policy }) => {
  const { escalation_policies: ladders = [], triggers = [] } = policy.bundle
  const drawn = ladders.flatMap((ladder): Part[] => [
    heading(3, `${ladder.name ?? ladder.id} (ladder)`),
    text(`${BASIS[ladder.basis]}${ladder.repeat > 0 ? ` Repeated ${ladder.repeat === 1 ? 'once' : `${ladder.repeat} times`}.` : ''}`),
    { kind: 'ladder', rungs: ladder.steps.map((step, index) => rungOf(policy, step, ladder.steps[index - 1])) },
  ])
  const rows = triggers.map((trigger) => [
    trigger.name ?? trigger.id,
    whenWords(trigger.when),
    [namesOf(policy, trigger.page), trigger.escalation.join(', '), trigger.call_out ? 'everybody at once' : ''].filter(Boolean).join('; '),
  ])
  return chapter('Escalation', [
    ...drawn,
    ...(rows.length > 0 ? [heading(3, 'Triggers'), table(['Trigger', 'When', 'Who is paged'], rows)] : []),
  ])
}

function rungOf(policy: Policy, step: Step, before: Step | undefined): Rung {
  const wait = step.wait ? ` (${spanWords(step.wait)})` : ''
  const at = step.at ? (step.at.amount === 0 ? 'at once' : `at ${spanWords(step.at)}`) : ''
  const cause = [step.reason.length > 0 ? `if ${step.reason.join(' or ').replaceAll('-', ' ')}` : '', whenWords(step.when), at]
    .filter(Boolean)
    .join(', ')
  const silence = before?.wait ? 'no response' : ''
  return { by: cause || silence || null, text: `${namesOf(policy, step.page)}${wait}` }
}
