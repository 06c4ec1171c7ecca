import type { Path } from '../finding.ts'
import type { Bundle } from '../schema/bundle.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { textsIn } from './written-texts.ts'

/** What makes a name differ between two incidents. `{nnn}` alone counts per day and needs the date beside it. */
const COUNTS_FOR_EVER = /\{n\}|\{reference\}|\{id\}/
const DATE = /\{yyyy\}.*\{mm\}.*\{dd\}/
const DIFFERS_IN_A_DAY = /\{nnn\}|\{slug\}|\{hh\}.*\{min\}/

const isUnique = (template: string): boolean => COUNTS_FOR_EVER.test(template) || (DATE.test(template) && DIFFERS_IN_A_DAY.test(template))

/** A room that a text makes up from the date alone. */
const DATED_ROOM = /#[a-z0-9-]{0,80}\{\{[^{}|]{0,80}\|\s{0,9}date:[^{}]{0,80}\}\}(?![-\w{])/i

const COST = 'two incidents of one day share a room or a reference'

/** A reference or room name that two incidents can share. A fixed room is a standing channel and meant to be shared. */
export const uniqueName: LintRule = {
  id: 'unique-name',
  level: 'warning',
  find: ({ policy: { bundle } }) => {
    const { incident } = bundle
    const names: [string, Path][] = incident ? [[incident.reference, ['incident', 'reference']]] : []
    if (incident?.room?.name && !incident.room.fixed) names.push([incident.room.name, ['incident', 'room', 'name']])
    const shared = names
      .filter(([template]) => !isUnique(template))
      .map(
        ([template, path]): Found => ({
          ...{ path, message: `two incidents can have the name "${template}"`, remedy: 'add {n}, or {nnn} beside {yyyy}, {mm} and {dd}' },
          cost: COST,
        }),
      )
    return [...shared, ...datedRooms(bundle)]
  },
}

function datedRooms(bundle: Bundle): Found[] {
  return textsIn(bundle).flatMap(({ text, path }) => {
    const room = DATED_ROOM.exec(text)?.[0]
    if (!room) return []
    const message = `the text leads to "${room}", which all incidents of a day have in common`
    return [{ path, at: { words: room }, message, remedy: 'write {{ incident.room }}: the room that was really opened', cost: COST }]
  })
}

/** An example of a reference, or of a room, that the policy's own formats would not find. */
export const referenceFormat: LintRule = {
  id: 'reference-format',
  level: 'warning',
  find: ({ policy: { bundle } }) => {
    const { incident } = bundle
    if (!incident) return []
    const references: Forms = {
      what: 'reference',
      sign: '',
      written: [incident.reference, ...incident.aliases],
      fit: [incident.reference, ...incident.aliases],
    }
    const room = incident.room?.fixed ? undefined : incident.room?.name
    const rooms: Forms | null =
      room === undefined
        ? null
        : { what: 'room', sign: '#', written: [room], fit: references.fit.map((form) => room.replace(/\{(?:reference|id)\}/g, form)) }
    return examplesIn(bundle).flatMap(({ text, path }): Found[] => {
      const wrong = mentionsOf(references, text)[0]
      const alias = `add the form under \`incident.aliases\`, for example "${aliasFor(wrong ?? '')}", or write it like ${incident.reference}`
      if (wrong !== undefined) return [told({ path, wrong, forms: references, remedy: alias })]
      const channel = rooms === null || DATED_ROOM.test(text) ? undefined : mentionsOf(rooms, text)[0]
      if (rooms === null || channel === undefined) return []
      return [told({ path, wrong: channel, forms: rooms, remedy: 'write {{ incident.room }}, or the form that rooms have' })]
    })
  },
}

/** How names of one kind are `written`, and every form that a name may `fit`; `sign` is what stands before them in a text. */
type Forms = { what: string; sign: '' | '#'; written: readonly string[]; fit: readonly string[] }

type Mismatch = { path: Path; wrong: string; forms: Forms; remedy: string }

const told = ({ path, wrong, forms: { what, written }, remedy }: Mismatch): Found => ({
  ...{ path, remedy, at: { words: wrong } },
  message: `"${wrong}" is no ${what} of this policy: ${what}s are written ${written.join(' or ')}`,
  cost: 'whoever types it as it stands there does not find the incident',
})

/** Everything in which somebody may have written an example. */
function examplesIn(bundle: Bundle): { text: string; path: Path }[] {
  const commands = (bundle.commands ?? []).map(({ run }, index) => ({ text: run, path: ['commands', index, 'run'] }))
  const runbooks = Object.entries(bundle.runbooks?.texts ?? {}).map(([slug, text]) => ({ text, path: ['runbooks', 'texts', slug] }))
  return [...textsIn(bundle), ...commands, ...runbooks]
}

/** Names with numbers that begin like one of the forms and are none of them. */
function mentionsOf({ written, fit, sign }: Forms, text: string): string[] {
  const starts = [...new Set(written.map((form) => (/^[^{]+/.exec(form)?.[0] ?? '').toLowerCase()))].filter((each) => /[a-z]/.test(each))
  const fits = fit
    .filter((form) => (form.match(ANYTHING) ?? []).length <= MOST_OPEN_ENDS)
    .map((form) => new RegExp(`^${form.split(WORD).map(patternOf).join('')}$`, 'i'))
  const candidates = withDates(text).match(/#?[A-Za-z][A-Za-z0-9]{0,40}(?:-[A-Za-z0-9]{1,40}){1,12}/g) ?? []
  return candidates
    .filter((each) => each.startsWith('#') === (sign === '#'))
    .map((each) => each.replace('#', ''))
    .filter((each) => starts.some((start) => new RegExp(`^${escaped(start)}\\d`, 'i').test(each)) && !fits.some((fit) => fit.test(each)))
}

/** A date that is filled in, as it would look one day; what else is filled in fits by itself. */
const withDates = (text: string): string =>
  text.replace(/\{\{[^{}|]{0,80}\|\s{0,9}date:\s{0,9}['"]([^'"{}]{0,40})['"][^{}]{0,80}\}\}|\{\{[^{}]{0,200}\}\}/g, (_, format?: string) =>
    format === undefined
      ? ' '
      : format.replace('%Y', '2026').replace('%m', '02').replace('%d', '10').replace('%H', '14').replace('%M', '30'),
  )

const LENGTHS: Readonly<Record<string, string>> = {
  ...{ '{yyyy}': '\\d{4}', '{mm}': '\\d{2}', '{dd}': '\\d{2}', '{hh}': '\\d{2}', '{min}': '\\d{2}' },
  ...{ '{nnn}': '\\d{3,}', '{n}': '\\d+', '{slug}': '[a-z0-9-]+', '{reference}': '[a-z0-9-]+', '{id}': '[a-z0-9-]+' },
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const patternOf = (piece: string): string => LENGTHS[piece] ?? escaped(piece)

const aliasFor = (wrong: string): string => wrong.replace(/\d+$/, '{n}')

/** Words that stand for text of any length: a form with many of them fits nearly everything, and takes long to compare. */
const ANYTHING = /\{(?:slug|reference|id)\}/g
const MOST_OPEN_ENDS = 1

/** Splits a form into what is filled in and what stands for itself. */
const WORD = /(\{[a-z]+\})/

const NAME_WORDS = new Set(Object.keys(LENGTHS))

/** `{year}` in a name: it stays as it is written. */
export function unknownWordsOf(template: string): string[] {
  return (template.match(/\{[^{}]*\}/g) ?? []).filter((word) => !NAME_WORDS.has(word))
}
