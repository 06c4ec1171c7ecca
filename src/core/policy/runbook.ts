/** A runbook as it is shown beside what it is for. */
export type ShownRunbook = {
  name: string
  /** The first things to do, without their markup; '' in backticks is kept for commands. */
  steps: string[]
  /** How many there are in all. */
  count: number
  /** The text, cut to the room there is; null when only its name is known. */
  text: string | null
}

/** In all, as bytes of a page: the screen behind a link stays below 50 KB, also when every letter has to be escaped. */
const TEXT_BYTES = 20_000
/** A step is one line. */
const STEP_LENGTH = 200
/** More nobody reads at three in the morning. */
const STEPS_SHOWN = 3

const STEP = /^\s{0,3}(?:\d{1,3}[.)]|[-*+])\s+(?:\[[ xX]\]\s+)?(.+)$/
const HEADING = /^#{1,6}\s+(.+?)\s*#*$/

/** Runbooks by name with the texts that were applied beside the policy; texts share the room there is. */
export function runbooksOf(names: readonly string[], texts: Readonly<Record<string, string>>): ShownRunbook[] {
  let room = TEXT_BYTES
  return names.map((name) => {
    const text = texts[name]
    if (text === undefined) return { name, steps: [], count: 0, text: null }
    const lines = text.split(/\r?\n/)
    const steps = stepsOf(text)
    const shown = cut(text.trim(), room)
    room = Math.max(0, room - weightOf(shown))
    return { name: titleOf(lines) ?? name, steps: steps.slice(0, STEPS_SHOWN), count: steps.length, text: shown }
  })
}

/** Every step, in order: the items of its lists, with the backticks of their commands. */
export const stepsOf = (text: string): string[] => text.split(/\r?\n/).flatMap((line) => stepIn(line))

/** A runbook to work through: all of its steps and the whole text. */
export const wholeRunbook = (name: string, text: string) => ({
  id: name,
  title: titleOf(text.split(/\r?\n/)) ?? name,
  steps: stepsOf(text).map(piecesOf),
  text: text.trim(),
})

const titleOf = (lines: readonly string[]): string | null => HEADING.exec(lines.find((line) => line.trim() !== '') ?? '')?.[1] ?? null

function stepIn(line: string): string[] {
  const step = STEP.exec(line)?.[1]?.trim()
  if (!step) return []
  return [step.length > STEP_LENGTH ? `${step.slice(0, STEP_LENGTH)}…` : step]
}

function cut(text: string, room: number): string {
  if (weightOf(text) <= room) return text
  let left = room
  // No letter weighs less than one byte, so what lies behind the room is never looked at.
  const letters = [...text.slice(0, room + 1)]
  const kept = letters.findIndex((letter) => {
    left -= weightOf(letter)
    return left < 0
  })
  return `${letters.slice(0, kept < 0 ? letters.length : kept).join('')}…\n\nIt goes on in the console.`
}

const encoder = new TextEncoder()
const ESCAPED = /[&<>"'`]/g
/** `&quot;` */
const ESCAPED_BYTES = 6

/** How many bytes a text is in a page. */
const weightOf = (text: string): number => encoder.encode(text).length + (text.match(ESCAPED)?.length ?? 0) * (ESCAPED_BYTES - 1)

/** Pieces of a line: every odd one stood in backticks. */
export const piecesOf = (step: string): string[] => plain(step).split('`')

/** Emphasis and links read worse than their words. */
const plain = (step: string): string => step.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1')
