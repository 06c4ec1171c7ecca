/** Words that no English text of some length does without. */
const ENGLISH = new Set(['the', 'and', 'to', 'of', 'is', 'for', 'in', 'a', 'or', 'if', 'with', 'on', 'be', 'by', 'as', 'are', 'within'])
/** Lists and tables of English have few of them; other languages hardly any. */
const ENGLISH_ONE_IN = 50
/** Less says nothing about its language. */
const FEWEST_WORDS = 40

/** Whether a document is written in another language than the one whose words are looked for. */
export function isOtherLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (latin * 2 < letters) return true
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const english = words.filter((word) => ENGLISH.has(word)).length
  return words.length >= FEWEST_WORDS && english * ENGLISH_ONE_IN < words.length
}
