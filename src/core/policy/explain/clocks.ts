import type { Explanations } from './explanation.ts'

const S1 = 'severities: [{ id: S1, name: One, respond_within: 15m }]'

/** Rules about times. */
export const clockExplanations: Explanations = {
  'two-values': {
    means:
      'One clock has two numbers: a level and an `acknowledge` obligation, or two obligations of the same duty, people, beginning and level.',
    wrong: `${S1}\nobligations: [{ id: on-call, must: acknowledge, within: 30m, of: accepted }]`,
    right: `${S1}\nobligations: [{ id: on-call, must: acknowledge, within: 15m, of: accepted }]`,
  },
  'text-against-clock': {
    means:
      'A text for people (template, checklist, duty) says a time that the clocks of the policy say otherwise, or that no clock keeps. What a sentence is about is told by its words: update, review, status page, answer, escalate.',
    wrong: `${S1}\ntemplates: [{ id: t, for: chat, moment: declared, text: Updates in 15 minutes. }]`,
    right: `${S1}\nobligations: [{ id: word, must: update, every: 15m, from: acknowledged }]\ntemplates: [{ id: t, for: chat, moment: declared, text: Updates in 15 minutes. }]`,
  },
  'tight-cadence': {
    means: 'An update falls due before anybody has to have answered: it is missed although everybody kept what they promised.',
    wrong:
      'severities: [{ id: S3, name: Three, respond_within: 4h }]\nobligations: [{ id: word, must: update, every: 15m, from: declared }]',
    right:
      'severities: [{ id: S3, name: Three, respond_within: 4h }]\nobligations: [{ id: word, must: update, every: 15m, from: acknowledged }]',
  },
  'target-differs': {
    means: 'The target for the mean time to answer is shorter than what a level allows itself: answers in time are counted as misses.',
    wrong: 'severities: [{ id: S3, name: Three, respond_within: 4h }]\ntargets: { mtta: 15m }',
    right: 'severities: [{ id: S3, name: Three, respond_within: 4h }]\ntargets: { mtta: { S3: 4h } }',
  },
  'two-cadences': {
    means: 'A routine or a training is about an exercise and comes in another rhythm than the exercise itself.',
    wrong:
      'drills: [{ id: tabletop, kind: tabletop, every: 1mo }]\nroutines: [{ id: look-back, what: What tabletop exercises showed, every: 1y }]',
    right:
      'drills: [{ id: tabletop, kind: tabletop, every: 1mo }]\nroutines: [{ id: look-back, what: What tabletop exercises showed, every: 1mo }]',
  },
  immediately: {
    means: '"Immediately" cannot be measured. The language reads it as five minutes; the number should be somebody\'s decision.',
    wrong: 'obligations: [{ id: page, must: publish, within: immediately, of: declared }]',
    right: 'obligations: [{ id: page, must: publish, within: 5m, of: declared }]',
  },
  'wish-in-text': {
    means: 'A text says "at once", "immediately" or "as soon as possible", and nothing measures it.',
    wrong: 'checklists: [{ phase: response, tasks: [{ text: Page the commander at once }] }]',
    right: 'checklists: [{ phase: response, tasks: [{ text: Page the commander, within: 5m, of: declared }] }]',
  },
  'plain-words': {
    means:
      'A text for people judges somebody ("human error", "their fault"), has a sentence that nobody follows, or is longer than a phone shows.',
    wrong: 'templates: [{ id: t, for: chat, moment: declared, text: Human error broke it. }]',
    right: 'templates: [{ id: t, for: chat, moment: declared, text: A wrong setting broke it. }]',
  },
  'peer-norm': {
    means:
      'Something is slower than organisations of this size usually write: updates, the first answer, the review, exercises. It is advice, not law.',
    wrong: `${S1}\nobligations: [{ id: word, must: update, every: 1h, from: acknowledged }]`,
    right: `${S1}\nobligations: [{ id: word, must: update, every: 30m, from: acknowledged }]`,
  },
}
