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

/** In all: the screen behind a link stays below 50 KB, also when every letter has to be escaped. */
const TEXT_LENGTH = 6_000
/** More nobody reads at three in the morning. */
const STEPS_SHOWN = 3

const STEP = /^\s{0,3}(?:\d{1,3}[.)]|[-*+])\s+(?:\[[ xX]\]\s+)?(.+)$/
const HEADING = /^#{1,6}\s+(.+?)\s*#*$/

/** Runbooks by name with the texts that were applied beside the policy; texts share the room there is. */
export function runbooksOf(names: readonly string[], texts: Readonly<Record<string, string>>): ShownRunbook[] {
  let room = TEXT_LENGTH
  return names.map((name) => {
    const text = texts[name]
    if (text === undefined) return { name, steps: [], count: 0, text: null }
    const lines = text.split(/\r?\n/)
    const steps = lines.flatMap((line) => STEP.exec(line)?.[1]?.trim() ?? [])
    const shown = cut(text.trim(), room)
    room = Math.max(0, room - shown.length)
    return { name: titleOf(lines) ?? name, steps: steps.slice(0, STEPS_SHOWN), count: steps.length, text: shown }
  })
}

const titleOf = (lines: readonly string[]): string | null => HEADING.exec(lines.find((line) => line.trim() !== '') ?? '')?.[1] ?? null

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}…\n\nIt goes on in the console.`

/** Pieces of a line: every odd one stood in backticks. */
export const piecesOf = (step: string): string[] => plain(step).split('`')

/** Emphasis and links read worse than their words. */
const plain = (step: string): string => step.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1')
