import type { ReplyAction } from '../../../integrations/hear.ts'

/** What a reply says: do what, with which of the open pages. `list`: they ask what is open. Null: it says nothing we know. */
export type Meant = { action: ReplyAction | 'list' | null; isAll: boolean; codes: string[] }

/** Whole words only: `ok` inside of `token` means nothing. 4, 6 and 1 are the keys of a telephone. */
const WORDS: Record<ReplyAction | 'list', readonly string[]> = {
  acknowledge: ['4', 'a', 'ack', 'acked', 'acknowledge', 'acknowledged', 'ok', 'okay', 'yes', 'mine', 'take'],
  resolve: ['6', 'r', 'resolve', 'resolved', 'close', 'closed', 'fixed', 'done'],
  escalate: ['1', 'e', 'esc', 'escalate', 'pass', 'no'],
  list: ['?', 'list', 'open', 'status', 'help', 'what'],
}

const ALL = ['all', 'everything', 'both']
/** Codes have no vowels, so that no ordinary word is one; a number is no code, but `INC-42` is what people call an incident. */
const CODE = /^(?:[b-df-hj-np-tv-xz]{3,12}|[a-z]+(?:-[a-z]+)*-[\d-]+)$/
/** `4kxt`: key and code in one. */
const GLUED = /^([146])([b-df-hj-np-tv-xz]{3,12})$/
/** A longer text is no command with some words more, it is a letter. */
const MOST_WORDS = 12

/** Reads the first line that has words in it; what follows is a signature or the mail that was answered. */
export function meantBy(text: string): Meant {
  const [first = '', ...rest] = wordsOf(text)
  const action = actionOf(first)
  if (!action || rest.length >= MOST_WORDS) return { action: null, isAll: false, codes: [] }
  return { action, isAll: rest.some((word) => ALL.includes(word)), codes: rest.filter((word) => CODE.test(word)) }
}

function wordsOf(text: string): string[] {
  const line = text
    .normalize('NFKC')
    .split(/\r?\n/)
    .map((each) => each.trim())
    .find((each) => each !== '' && !each.startsWith('>'))
  const words = (line ?? '').toLowerCase().match(/\?|[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? []
  return words.flatMap((word) => GLUED.exec(word)?.slice(1) ?? [word])
}

function actionOf(word: string): Meant['action'] {
  const found = Object.entries(WORDS).find(([, words]) => words.includes(word))
  return (found?.[0] as Meant['action'] | undefined) ?? null
}
