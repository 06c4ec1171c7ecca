import type { Refusal } from '../command/command.ts'
import { closestTo } from '../policy/did-you-mean.ts'
import type { Policy } from '../policy/policy.ts'
import { refusal } from './change.ts'
import type { TreeOutcome } from './record.ts'

/** What is done: a dangerous deed is dangerous however somebody comes to it. */
export type WayOut = { action: string; situation: string | null; runbook: string | null; isDangerous: boolean }

/** A row of the policy's matrix. `id` is what is typed for it: its action where that is the only one, else its runbook, else its number. */
export type Option = WayOut & { id: string }

/** Spelling is nobody's worry at night. */
export const plainly = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Ways out in the policy's order: the rows of its matrix under their action, actions without a row by themselves. */
export function optionsOf({ bundle }: Policy): Option[] {
  const rows = bundle.mitigations ?? []
  const dangerous = new Set(rows.flatMap(({ runbook, dangerous: isDangerous }) => (isDangerous && runbook ? [runbook] : [])))
  const actions = [...new Set([...(bundle.mitigation_order ?? []), ...rows.map((row) => row.action)])]
  const ways = actions.flatMap((action): WayOut[] => {
    const own = rows.filter((row) => row.action === action)
    if (own.length === 0) return [{ action, situation: null, runbook: null, isDangerous: false }]
    return own.map(({ situation, runbook = null, dangerous: isMarked }) => ({
      ...{ action, situation, runbook },
      isDangerous: isMarked || (runbook !== null && dangerous.has(runbook)),
    }))
  })
  return ways.map((way, index) => ({ id: idOf(way, { index, ways, actions }), ...way }))
}

type Among = { index: number; ways: readonly WayOut[]; actions: readonly string[] }

function idOf({ action, runbook }: WayOut, { index, ways, actions }: Among): string {
  if (ways.filter((each) => each.action === action).length === 1) return action
  const isOnly = runbook !== null && ways.filter((each) => each.runbook === runbook).length === 1 && !actions.includes(runbook)
  return isOnly ? runbook : String(index + 1)
}

/** Rows that a name means: the number of the row, its action, runbook or situation, or its action and then one of these. As it is written comes first. */
function called(options: readonly Option[], name: string): Option[] {
  const exact = calledBy(options, name, (text) => text.trim().toLowerCase())
  return exact.length > 0 ? exact : calledBy(options, name, plainly)
}

function calledBy(options: readonly Option[], name: string, spelt: (text: string) => string): Option[] {
  const wanted = spelt(name)
  if (wanted === '') return []
  const names = ({ action, runbook, situation }: Option, index: number): string[] => {
    const own = [String(index + 1), ...[runbook, situation].flatMap((each) => (each ? [each] : []))]
    return [action, ...own, ...own.map((each) => `${action} ${each}`)].map(spelt)
  }
  return options.filter((option, index) => names(option, index).includes(wanted))
}

/** `words` is what somebody typed: the way out first, why after it. `action` and `situation` name it apart, as a form does. */
export type Choosing = { action?: string; situation?: string | null; reason?: string | null; words?: string }
export type Chosen = { way: WayOut; reason: string | null }

/** The way out that is meant; refused with those there are where none is, or where several are that do not do the same. */
export function wayMeant(options: readonly Option[], { action = '', situation = null, reason = null, words }: Choosing): Chosen | Refusal {
  const typed = words === undefined ? { found: called(options, action), rest: reason } : typedWay(options, words)
  const name = words === undefined ? action : (words.trim().split(/\s+/)[0] ?? '')
  if (typed.found.length === 0) return unknown(options, name)
  const row = options.findIndex((_, index) => situation !== null && String(index + 1) === situation.trim())
  const isMeant = (each: Option): boolean =>
    situation === null || options.indexOf(each) === row || (each.situation !== null && plainly(each.situation) === plainly(situation))
  const found = typed.found.filter(isMeant)
  if (found.length === 0)
    return refusal('situation-unknown', inRows(`"${situation}" is no situation of ${name}`, typed.found, options), 400)
  const [first] = found as [Option, ...Option[]]
  const isSame = found.every((each) => each.runbook === first.runbook && each.isDangerous === first.isDangerous)
  if (!isSame) return refusal('way-unclear', inRows(`"${name}" is several ways out`, found, options), 400)
  const { id: _, ...way } = first
  return { way: found.length === 1 ? way : { ...way, situation: null }, reason: typed.rest }
}

/** As many words as name a way out together are its name; those after them say why. */
function typedWay(options: readonly Option[], text: string): { found: Option[]; rest: string | null } {
  const words = text.trim().split(/\s+/)
  for (let length = words.length; length > 0; length -= 1) {
    const found = called(options, words.slice(0, length).join(' '))
    if (found.length > 0) return { found, rest: words.slice(length).join(' ') || null }
  }
  return { found: [], rest: null }
}

function unknown(options: readonly Option[], name: string): Refusal {
  const names = options.flatMap(({ action, runbook }) => [action, ...(runbook ? [runbook] : [])])
  const close = closestTo(name, names)
  const known = [...new Set(options.map((each) => each.action))].join(', ')
  const meant = close ? `did you mean ${close}? ` : ''
  return refusal(
    'action-unknown',
    `"${name}" is no way out of this policy; ${meant}use one of ${known || 'none (add mitigation_order)'}`,
    400,
  )
}

function inRows(wrong: string, rows: readonly Option[], options: readonly Option[]): string {
  const lines = rows.map((row) => `  ${row.id === row.action ? options.indexOf(row) + 1 : row.id}  ${row.situation ?? row.action}`)
  return [`${wrong}; name one by its number, runbook or situation:`, ...lines].join('\n')
}

/** Where a tree leads as one of the ways out, null where the policy has none for it. Of several that could be meant, danger in one is danger. */
export function wayLed(options: readonly Option[], { do: action, runbook }: TreeOutcome): WayOut | null {
  const own = options.filter((each) => plainly(each.action) === plainly(action))
  const led = runbook ? options.filter((each) => each.runbook === runbook) : own
  const both = led.filter((each) => own.includes(each))
  const meant = both.length > 0 ? both : own.length > 0 ? own : led
  const [first] = meant
  if (!first) return null
  const runbooks = [...new Set(meant.map((each) => each.runbook))]
  return {
    action: own[0]?.action ?? action,
    situation: meant.length === 1 && (both.length > 0 || !runbook) ? first.situation : null,
    runbook: runbook ?? (runbooks.length === 1 ? first.runbook : null),
    isDangerous: [...meant, ...led].some((each) => each.isDangerous),
  }
}
