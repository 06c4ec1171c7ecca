import { namesOf } from '../../policy/reference-words.ts'
import type { Duration } from '../../time/duration.ts'
import { type Chapter, chapter, heading, type Part, points, spanWords, table } from './part.ts'

/** What is done afterwards, and by when. */
export const review: Chapter = ({ policy }) => {
  const { postmortem, actions } = policy.bundle
  if (!postmortem) return []
  const { steps, attendees, optional, agenda, ground_rules: rules, text } = postmortem
  return chapter('Post-mortem', [
    ...(steps.length > 0
      ? [
          heading(3, 'Post-mortem steps'),
          table(
            ['Step', 'Within', 'Of'],
            steps.map((step) => [step.name ?? step.id, spanWords(step.within), step.of]),
          ),
        ]
      : []),
    ...(attendees.length > 0
      ? [
          heading(3, 'Attendees'),
          points([...namesOf(policy, attendees).split(', '), ...(optional.length > 0 ? [`Optional: ${namesOf(policy, optional)}`] : [])]),
        ]
      : []),
    ...(agenda.length > 0
      ? [
          heading(3, 'Agenda'),
          points(
            agenda.map(({ item, minutes }) => `${item} (${minutes} minutes)`),
            true,
          ),
        ]
      : []),
    ...(rules.length > 0 ? [heading(3, 'Ground rules'), points(rules)] : []),
    ...(text ? [heading(3, 'Post-mortem template'), { kind: 'fence', language: 'markdown', text: text.trimEnd() } satisfies Part] : []),
    ...(actions && actions.categories.length > 0
      ? [
          heading(3, 'Action items'),
          table(
            ['Kind', 'Due within'],
            actions.categories.map(({ id, name, due }) => [name ?? id, due ? spanWords(due) : '']),
          ),
        ]
      : []),
  ])
}

const isSpan = (target: object): target is Duration => 'unit' in target

/** One duration for all levels, or one for each. */
const targetWords = (target: Duration | Record<string, Duration>): string =>
  isSpan(target)
    ? `< ${spanWords(target)}`
    : Object.entries(target)
        .map(([id, span]) => `${id}: < ${spanWords(span)}`)
        .join(', ')

export const targets: Chapter = ({ policy }) => {
  const { targets: wanted } = policy.bundle
  if (!wanted) return []
  const rows = [
    ...(['mttd', 'mtta', 'mttr'] as const).flatMap((name) => (wanted[name] ? [[name.toUpperCase(), targetWords(wanted[name])]] : [])),
    ...(wanted.mtbf ? [['MTBF', wanted.mtbf]] : []),
    ...(wanted.frequency ? [['Incident frequency', wanted.frequency]] : []),
    ...(wanted.postmortem_completion ? [['Post-mortem completion', wanted.postmortem_completion]] : []),
    ...(wanted.obligations_met ? [['Promises kept', wanted.obligations_met]] : []),
  ]
  return chapter('Metrics', [table(['Metric', 'Target'], rows)])
}

export const practice: Chapter = ({ policy }) => {
  const { drills = [], training = [], routines = [] } = policy.bundle
  const rows = [
    ...drills.map(({ id, name, kind, every, text }) => [name ?? id, `drill: ${kind}`, every ? spanWords(every) : '', text ?? '']),
    ...training.map(({ id, name, kind, every, required_before: before }) => [
      name ?? id,
      `training: ${kind}`,
      every ? spanWords(every) : '',
      before ? `before ${before}` : '',
    ]),
    ...routines.map(({ id, name, what, every }) => [name ?? id, 'routine', every ? spanWords(every) : '', what]),
  ]
  return chapter('Practice', rows.length > 0 ? [table(['What', 'Kind', 'Every', 'Notes'], rows)] : [])
}
