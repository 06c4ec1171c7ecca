/** Something in a text that makes it hard to read or unfair; advice, never a bar. `words` stand in the text. */
export type WordHint = { words: string; why: string; remedy: string }

/** Words that look for somebody to blame, or judge: a text about an incident says what happened and what is done. */
const BLAME =
  /\b(?:blame[ds]?|culprits?|careless(?:ly|ness)?|negligen(?:t|ce)|incompeten(?:t|ce)|sloppy|stupid(?:ly|ity)?|idiot(?:s|ic)?|human error|(?:his|her|their|somebody['’]s|someone['’]s|whose) fault|at fault|should have known|forgot to|messed up|screwed up)\b/gi

/** A sentence beyond this is read twice, and at three in the morning not at all. */
const LONGEST_SENTENCE_WORDS = 40
/** An update is read on a phone; beyond this nobody scrolls. */
const LONGEST_UPDATE = 1_200

/** What a text for people could say more plainly: words of blame, sentences and texts that are too long. What is filled in counts as one word. `longest` in characters. */
export function plainWordHints(text: string, longest = LONGEST_UPDATE): WordHint[] {
  const written = text.replace(/\{%[^%]{0,200}%\}/g, ' ').replace(/\{\{[^{}]{0,200}\}\}/g, '…')
  return [...blameIn(written), ...longSentencesIn(written), ...lengthOf(written, longest)]
}

const blameIn = (text: string): WordHint[] =>
  [...new Set([...text.matchAll(BLAME)].map(([words]) => words))].map((words) => ({
    words,
    why: `“${words}” judges people instead of saying what happened`,
    remedy: 'say what happened and what is done about it',
  }))

function longSentencesIn(text: string): WordHint[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).map((each) => each.trim())
  return sentences.flatMap((sentence) => {
    const words = sentence.split(/\s+/)
    if (words.length <= LONGEST_SENTENCE_WORDS) return []
    const why = `a sentence has ${words.length} words; ${LONGEST_SENTENCE_WORDS} are read at once`
    return [{ words: words.slice(0, 6).join(' '), why, remedy: 'make two of it' }]
  })
}

const lengthOf = (text: string, longest: number): WordHint[] =>
  text.length <= longest
    ? []
    : [
        {
          words: text.trim().split('\n')[0] ?? '',
          why: `the text has ${text.length} characters; ${longest} are read on a phone`,
          remedy: 'say first what it means for whoever reads it, and link to the rest',
        },
      ]
