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
const DATED_ROOM = /#[a-z0-9-]*\{\{[^}]*\|\s*date:[^}]*\}\}(?![-\w{])/i

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
    return [{ path, message, remedy: 'write {{ incident.room }}: the room that was really opened', cost: COST }]
  })
}

/** An example of a reference, or of a room, that the policy's own formats would not find. */
export const referenceFormat: LintRule = {
  id: 'reference-format',
  level: 'warning',
  find: ({ policy: { bundle } }) => {
    const { incident } = bundle
    if (!incident) return []
    const forms = [incident.reference, ...incident.aliases]
    const room = incident.room?.fixed ? undefined : incident.room?.name
    return examplesIn(bundle).flatMap(({ text, path }): Found[] => {
      const wrong = mentionsOf(forms, text)[0]
      if (wrong !== undefined)
        return [
          told({
            path,
            what: 'reference',
            wrong,
            forms,
            remedy: `add the form under \`incident.aliases\`, for example "${aliasFor(wrong)}", or write it like ${incident.reference}`,
          }),
        ]
      const channel = room === undefined ? undefined : mentionsOf([room], text, '#')[0]
      if (room === undefined || channel === undefined) return []
      return [told({ path, what: 'room', wrong: channel, forms: [room], remedy: 'write {{ incident.room }}, or the form that rooms have' })]
    })
  },
}

type Mismatch = { path: Path; what: string; wrong: string; forms: readonly string[]; remedy: string }

const told = ({ path, what, wrong, forms, remedy }: Mismatch): Found => ({
  ...{ path, remedy },
  message: `"${wrong}" is no ${what} of this policy: ${what}s are written ${forms.join(' or ')}`,
  cost: 'whoever types it as it stands there does not find the incident',
})

/** Everything in which somebody may have written an example. */
function examplesIn(bundle: Bundle): { text: string; path: Path }[] {
  const commands = (bundle.commands ?? []).map(({ run }, index) => ({ text: run, path: ['commands', index, 'run'] }))
  const runbooks = Object.entries(bundle.runbooks?.texts ?? {}).map(([slug, text]) => ({ text, path: ['runbooks', 'texts', slug] }))
  return [...textsIn(bundle), ...commands, ...runbooks]
}

/** Names with numbers that begin like one of the forms and are none of them. */
function mentionsOf(forms: readonly string[], text: string, sign = ''): string[] {
  const starts = [...new Set(forms.map((form) => (/^[^{]+/.exec(form)?.[0] ?? '').toLowerCase()))].filter((each) => /[a-z]/.test(each))
  const fits = forms.map(
    (form) =>
      new RegExp(
        `^${form
          .split(/(\{[a-z]+\})/)
          .map(patternOf)
          .join('')}$`,
        'i',
      ),
  )
  const candidates = text.replace(/\{\{[^}]*\}\}/g, ' ').match(/#?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+/g) ?? []
  return candidates
    .filter((each) => each.startsWith('#') === (sign === '#'))
    .map((each) => each.replace('#', ''))
    .filter((each) => starts.some((start) => new RegExp(`^${escaped(start)}\\d`, 'i').test(each)) && !fits.some((fit) => fit.test(each)))
}

const LENGTHS: Readonly<Record<string, string>> = {
  ...{ '{yyyy}': '\\d{4}', '{mm}': '\\d{2}', '{dd}': '\\d{2}', '{hh}': '\\d{2}', '{min}': '\\d{2}' },
  ...{ '{nnn}': '\\d{3,}', '{n}': '\\d+', '{slug}': '[a-z0-9-]+', '{reference}': '[a-z0-9-]+', '{id}': '[a-z0-9-]+' },
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const patternOf = (piece: string): string => LENGTHS[piece] ?? escaped(piece)

const aliasFor = (wrong: string): string => wrong.replace(/\d+$/, '{n}')

const NAME_WORDS = new Set(Object.keys(LENGTHS))

/** `{year}` in a name: it stays as it is written. */
export function unknownWordsOf(template: string): string[] {
  return (template.match(/\{[^{}]*\}/g) ?? []).filter((word) => !NAME_WORDS.has(word))
}
