import { durationMs } from '../../time/duration.ts'
import type { Policy } from '../policy.ts'
import type { Must } from '../schema/obligation.ts'
import { clocksOf } from './clock-rules.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { inWords, listed, spoken } from './lint-rule.ts'
import { type Known, namedClocksIn } from './named-clocks.ts'
import { type SpokenTime, spokenTimes, wishesIn } from './spoken-times.ts'
import { levelsAbout, textsIn, type WrittenText } from './written-texts.ts'

/** What a sentence is about, and which clocks are about the same. The first that fits counts. */
const TOPICS: readonly { id: string; says: RegExp; musts: readonly Must[] }[] = [
  { id: 'review', says: /\b(?:post-?\s?mortem|retrospective|review)/i, musts: ['complete'] },
  { id: 'page', says: /\bstatus page/i, musts: ['publish'] },
  {
    id: 'update',
    says: /\b(?:updates?|next word|(?:hear|write) (?:from us|again|here|to you)|keep you posted)\b/i,
    musts: ['update', 'publish'],
  },
  {
    id: 'escalation',
    says: /\b(?:escalat\w*|page (?:the|all|every)|notify|inform|call in)\b/i,
    musts: ['escalate', 'notify', 'assign', 'acknowledge'],
  },
  { id: 'answer', says: /\b(?:respon[ds]\w*|answers?|acknowledg\w*)\b/i, musts: ['acknowledge'] },
]

/** A time in a text that no clock keeps, or that a clock says otherwise. */
export const textAgainstClock: LintRule = {
  id: 'text-against-clock',
  level: 'warning',
  find: ({ policy }) =>
    textsIn(policy.bundle).flatMap((written) => {
      const times = [...spokenTimes(written.text), ...(written.within ? wishesIn(written.text) : [])]
      return times.flatMap((time) => contradictionOf(time, written, policy) ?? [])
    }),
}

function contradictionOf(time: SpokenTime, written: WrittenText, policy: Policy): Found | null {
  const topic = TOPICS.find(({ says }) => says.test(time.sentence))
  const own = written.within
  if (own && durationMs(own) !== time.ms) {
    const message = `the text says "${time.words}" (${inWords(time.ms)}), but its own clock is ${spoken(own)}`
    return { path: written.path, at: { words: time.words }, message, remedy: 'make the text and `within` say the same', cost: COST }
  }
  if (own) return null
  const named = namedClocksIn(time.sentence, policy)
  if (!named && !topic) return null
  const about = levelsAbout(time.clause, written, policy)
  const clocks = (named?.clocks ?? closest(topic ? knownClocks(topic, policy) : [], time.sentence)).filter(
    ({ levels }) => !about || levels.some((each) => about.includes(each)),
  )
  // A rhythm that is said is kept by a rhythm, where there is one; the first word is another clock.
  const isFitting = time.isRhythm && clocks.some((each) => each.isRhythm) ? (each: Known) => each.isRhythm : () => true
  const known = clocks.filter(isFitting)
  if (known.some(({ within }) => durationMs(within) === time.ms)) return null
  if (known.length === 0) {
    const message = `the text promises "${time.words}", and no clock keeps it`
    const remedy = `add an obligation (\`must: ${named?.must ?? topic?.musts[0]}\`) of ${inWords(time.ms)}, or take the time out of the text`
    return { path: written.path, at: { words: time.words }, message, remedy, cost: 'people are told a time of which nobody is reminded' }
  }
  const told = listed([...new Set(known.map(({ name, within }) => `${name} ${spoken(within)}`))].slice(0, MOST_TOLD))
  const message = `the text says "${time.words}", but the policy says otherwise: ${told}`
  return {
    path: written.path,
    at: { words: time.words },
    message,
    remedy: 'write the time of the clock, or let it be filled in (`{{ update.next_update | time }}`)',
    cost: COST,
  }
}

const COST = 'whoever reads the text expects another moment than the one that is kept'
/** More clocks than this no longer explain anything. */
const MOST_TOLD = 4

function knownClocks({ id, musts }: (typeof TOPICS)[number], policy: Policy): Known[] {
  const obligations = clocksOf(policy, ...musts).flatMap(({ rule, severities }): Known[] => {
    if (id === 'review' && !/post-?mortem|review|meeting/i.test(`${rule.what} ${rule.id}`)) return []
    const values = [rule.within, rule.every].filter((each) => each !== undefined)
    return values.map((within) => ({ name: `"${rule.id}"`, within, levels: severities, isRhythm: within === rule.every }))
  })
  if (id === 'review') return [...obligations, ...reviewClocks(policy)]
  if (id !== 'answer' && id !== 'escalation') return obligations
  const levels = policy.severities.flatMap((severity): Known[] => {
    const { respond_within: within } = severity
    return within ? [{ name: severity.id, within, levels: [severity], isRhythm: false }] : []
  })
  return [...obligations, ...levels]
}

const reviewClocks = ({ bundle, severities }: Policy): Known[] =>
  (bundle.postmortem?.steps ?? []).map(({ id, within }) => ({ name: `"${id}"`, within, levels: severities, isRhythm: false }))

/** Of several clocks those whose own name is in the sentence ("scheduled"); when none is, all of them. */
function closest(known: Known[], sentence: string): Known[] {
  const words = new Set(stemsOf(sentence))
  const named = known.filter(({ name }) => stemsOf(name).some((stem) => words.has(stem)))
  return named.length > 0 ? named : known
}

const TOO_COMMON = new Set(['post', 'mort', 'revi', 'upda', 'inte', 'inci', 'with'])
/** Four letters tell words apart and keep "scheduled" and "schedule" together. */
const STEM = 4
const stemsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= STEM)
    .map((word) => word.slice(0, STEM))
    .filter((stem) => !TOO_COMMON.has(stem))

/** "At once" in a text that nothing measures. */
export const wishInText: LintRule = {
  id: 'wish-in-text',
  level: 'advisory',
  find: ({ policy }) =>
    textsIn(policy.bundle).flatMap((written): Found[] => {
      const wish = written.within ? undefined : wishesIn(written.text)[0]
      if (!wish) return []
      const remedy =
        written.kind === 'task' ? 'add `within:` with the number that is meant' : 'write the number that is meant, for example 5 minutes'
      const message = `"${wish.words}" is no time: nobody can say whether it was kept`
      return [{ path: written.path, at: { words: wish.words }, message, remedy, cost: 'everybody takes it for another number' }]
    }),
}
