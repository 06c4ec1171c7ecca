import { closestTo } from '../../../core/policy/did-you-mean.ts'
/** What is asked of an incident: a verb of the API with its body, or one of `declare`, `list`, `oncall`, `show`. `reference` where one was typed. */
export type IncidentRequest = { verb: string; body: Record<string, unknown>; reference?: string }

/** What commands may name; ids and names as people type them. What is not known is left for the server to refuse with its reason. */
export type KnownWords = {
  roles?: readonly { id: string; name: string }[]
  users?: readonly { id: string; name: string }[]
  /** The policy's levels: ids, and what else they are called. */
  severities?: readonly { id: string; aliases: readonly string[] }[]
  /** Templates of references, such as `INC-{yyyy}-{mm}-{dd}-{nnn}`. */
  references?: readonly string[]
  /** Every name of the incident whose war room this is typed in; the first is told. */
  room?: readonly string[]
}

export type Words = { rest: string; words: string[]; known: KnownWords }
/** A text instead of a request says what is wrong. */
export type Read = (words: Words) => IncidentRequest | string

export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\s_-]+/g, '')

/** `@ana`, `Ana`, `user:ana` → `ana`. */
export function userOf(word: string, { users = [] }: KnownWords): string {
  const wanted = plain(word.replace(/^user:/, ''))
  return users.find((user) => plain(user.id) === wanted || plain(user.name) === wanted)?.id ?? word.replace(/^(@|user:)/, '')
}

export function roleOf(word: string, { roles = [] }: KnownWords): string {
  const wanted = plain(word.replace(/^role:/, ''))
  return roles.find((role) => plain(role.id) === wanted || plain(role.name) === wanted)?.id ?? word.replace(/^role:/, '')
}

const PLACES: Record<string, string> = {
  yyyy: '\\d{4}',
  mm: '\\d\\d',
  dd: '\\d\\d',
  hh: '\\d\\d',
  min: '\\d\\d',
  n: '\\d+',
  nnn: '\\d{3,}',
  slug: '[a-z0-9-]+',
}
/** These find an incident under every policy. */
const ALWAYS = ['INC-{n}', 'INC-{yyyy}-{mm}-{dd}-{nnn}', '#{n}']

/** Whether a word is the reference of an incident, by the policy's own templates and the usual forms. */
export function isReference(word: string, { references = [] }: KnownWords): boolean {
  return [...ALWAYS, ...references].some((template) => {
    const literal = template.replace(/\{[a-z]+\}/g, '')
    // A template of digits alone would take every number for an incident.
    if (!/[a-z#]/i.test(literal)) return false
    const pattern = template.replace(/\{([a-z]+)\}|[^{]+/g, (part, name?: string) =>
      name ? (PLACES[name] ?? '[a-z0-9-]+') : part.replace(/[^a-z0-9]/gi, '\\$&'),
    )
    return new RegExp(`^${pattern}$`, 'i').test(word)
  })
}

export const withText =
  (verb: string, field: string): Read =>
  ({ rest }) =>
    rest ? { verb, body: { [field]: rest } } : `"${verb}" needs a text after it`

export const optionalText =
  (verb: string, field: string): Read =>
  ({ rest }) => ({ verb, body: rest ? { [field]: rest } : {} })

/** What would be dropped is refused: whoever typed it believes that it was kept. */
const nothingAfter = (command: string, said: string): string =>
  `"${command}" takes nothing after it; write it alone, and what you have to say as a note: note ${said}`

/** A command that is one word. */
export const bare =
  (verb: string): Read =>
  ({ rest }) =>
    rest ? nothingAfter(verb, rest) : { verb, body: {} }

export function oneWord(verb: string, field: string, more: string): Read {
  return ({ words }) => {
    const [first, ...rest] = words
    return first
      ? { verb, body: { [field]: first, ...(rest.length > 0 ? { [more]: rest.join(' ') } : {}) } }
      : `"${verb}" needs a value after it`
  }
}

/** First word, then a text that cannot be left out. */
export function wordAndText(verb: string, field: string, { more, teach }: { more: string; teach: string }): Read {
  return ({ words }) => {
    const [first, ...rest] = words
    return first && rest.length > 0 ? { verb, body: { [field]: first, [more]: rest.join(' ') } } : teach
  }
}

const isNobody = (word: string): boolean => /^(nobody|none|-)$/i.test(word)

/** A name of two words is one person where somebody has it. */
const namedBy = (words: string[], { users = [] }: KnownWords): string[] =>
  users.some(({ name }) => plain(name) === plain(words.join(' '))) ? [words.join(' ')] : words

const onePerson = (enough: string, more: string[]): string => `one person has a role, and "${more.join(' ')}" stands after; write ${enough}`

export const readRole: Read = ({ words, known }) => {
  const [role, ...named] = words
  const [user, ...more] = namedBy(named, known)
  if (!role || !user) return 'write role, then person: role scribe @ben; "role scribe nobody" releases it'
  if (more.length > 0) return onePerson(`role ${role} ${user}`, more)
  return { verb: 'role', body: { role: roleOf(role, known), user: isNobody(user) ? null : userOf(user, known) } }
}

/** A role by the word people use for it, whatever the policy calls it: `comms` is Communications Lead. */
export function roleCalled(word: string, pattern: RegExp): Read {
  return ({ words, known }) => {
    const [user, ...more] = namedBy(words, known)
    if (!user) return `write whom: ${word} @ben; "${word} nobody" releases it`
    if (more.length > 0) return onePerson(`${word} ${user}`, more)
    const found = known.roles?.find(({ id }) => id === word) ?? known.roles?.find(({ id, name }) => pattern.test(id) || pattern.test(name))
    return { verb: 'role', body: { role: found?.id ?? word, user: isNobody(user) ? null : userOf(user, known) } }
  }
}

const isTarget = (word: string): boolean => word.startsWith('@') || /^[a-z]+:[a-z0-9-]+$/.test(word)

export function readTargets(verb: string, usage: string): Read {
  return ({ words, known }) => {
    const targets = words.filter(isTarget).map((word) => (word.startsWith('@') ? `user:${userOf(word, known)}` : word))
    if (targets.length === 0) return usage
    const reason = words.filter((word) => !isTarget(word)).join(' ')
    return { verb, body: { targets, ...(reason ? { reason } : {}) } }
  }
}

/** `contacted cloud CS-4711 they look at it`; without a number `-`. */
export const readContacted: Read = ({ words }) => {
  const [contact, number, ...note] = words
  if (!contact) return 'write whom, their case number, and what they said: contacted cloud CS-4711 they look at it'
  const hasNumber = number !== undefined && number !== '-'
  return {
    verb: 'contacted',
    body: { contact, ...(hasNumber ? { caseNumber: number } : {}), ...(note.length > 0 ? { note: note.join(' ') } : {}) },
  }
}

/** `SEV 1` is one value, typed as two words. */
export function joinSeverity([first, second, ...rest]: string[]): string[] {
  const isSplit = first !== undefined && /^[a-z]+$/i.test(first) && second !== undefined && /^\d+$/.test(second)
  return isSplit ? [`${first}-${second}`, ...rest] : [first, second, ...rest].filter((each) => each !== undefined)
}

export const readSeverity: Read = (input) => oneWord('severity', 'severity', 'reason')({ ...input, words: joinSeverity(input.words) })

const SEVERITY = /^(sev|severity|p|prio|priority|level|s)[-_]?\d+$/i

/** Written like a level, and none: `SVE-1`. */
const LIKE_A_LEVEL = /^[a-z]{1,9}[-_]\d{1,2}$/i

/** Whether the first word is a level. A level's name, and an alias without a number, may as well begin a title. */
function isLevel(word: string, { severities = [] }: KnownWords): boolean {
  const isSame = (name: string): boolean => plain(name) === plain(word)
  return SEVERITY.test(word) || severities.some(({ id, aliases }) => isSame(id) || aliases.some((each) => /\d/.test(each) && isSame(each)))
}

function levelMeant(word: string, { severities = [] }: KnownWords): string | null {
  const close = LIKE_A_LEVEL.test(word)
    ? closestTo(
        plain(word),
        severities.map(({ id }) => plain(id)),
      )
    : null
  return severities.find(({ id }) => plain(id) === close)?.id ?? null
}

/** `declare SEV-1 service:payments-api Card payments fail`; without a level it is the most severe. */
export const readDeclare: Read = ({ words, known }) => {
  const [first = '', ...rest] = joinSeverity(words)
  const severity = isLevel(first, known) ? first : null
  const meant = severity ? null : levelMeant(first, known)
  if (meant) return `"${first}" is no severity; did you mean ${meant}? If it belongs to the title, put a word before it`
  const said = severity ? rest : words
  const named = (kind: string) => said.find((word) => word.startsWith(`${kind}:`))?.slice(kind.length + 1)
  const title = said.filter((word) => !/^(service|source):./.test(word) && word !== '--no-page').join(' ')
  if (!title) return 'say what customers cannot do: declare SEV-1 Card payments fail'
  const [service, detectedBy] = [named('service'), named('source')]
  return {
    verb: 'declare',
    body: {
      ...{ title, page: !said.includes('--no-page') },
      ...(severity ? { severity } : {}),
      ...(service ? { service } : {}),
      ...(detectedBy ? { detectedBy } : {}),
    },
  }
}

/** A task and whose it is: `task @ben look at the logs`. */
export function readTask(verb: 'task' | 'action'): Read {
  return ({ words, known }) => {
    const owner = words.find(isTarget)
    const text = words.filter((word) => word !== owner).join(' ')
    if (!text) return `write what is to be done: ${verb} @ben look at the logs`
    const named = owner?.startsWith('@') ? `user:${userOf(owner, known)}` : owner
    return { verb, body: { text, ...(named ? { owner: named } : {}) } }
  }
}

const readValue = (word: string): string | number | boolean | null =>
  /^(true|yes)$/i.test(word)
    ? true
    : /^(false|no)$/i.test(word)
      ? false
      : word === '-'
        ? null
        : /^\d+(\.\d+)?$/.test(word)
          ? Number(word)
          : word

/** `impact users_affected=4200 customer_facing=yes`; `-` clears a field. */
export const readImpact: Read = ({ words }) => {
  const pairs = words.map((word) => word.split('='))
  if (pairs.length === 0 || pairs.some((pair) => pair.length !== 2 || !pair[0] || !pair[1]))
    return 'write field=value: impact users_affected=4200 customer_facing=yes'
  return { verb: 'impact', body: { fields: Object.fromEntries(pairs.map(([name, value]) => [name, readValue(value as string)])) } }
}

/** `--force why` past a checklist that is open. */
export function ending(verb: 'resolve' | 'close', field: string | null): Read {
  return ({ rest }) => {
    const [said = '', reason] = rest.split(/(?:^|\s+)--force(?:\s+|$)/)
    if (reason !== undefined && !reason.trim()) return `forcing needs a reason: ${verb} --force it cannot wait`
    if (!field && said.trim()) return nothingAfter(verb, said.trim())
    return {
      verb,
      body: { ...(field && said.trim() ? { [field]: said.trim() } : {}), ...(reason ? { force: true, reason: reason.trim() } : {}) },
    }
  }
}

/** The first answer begins the tree where it has not begun. */
export const readTree: Read = ({ words }) => {
  const [first, second] = words
  if (first && /^(yes|no)$/i.test(first)) return { verb: 'tree', body: { answer: first.toLowerCase() } }
  const answer = second && /^(yes|no)$/i.test(second) ? { answer: second.toLowerCase() } : {}
  return { verb: 'tree', body: { ...(first ? { tree: first } : {}), ...answer } }
}

/** `correct incident:i1:12 what is right --why it was misread`. */
export const readCorrect: Read = ({ rest }) => {
  const [said = '', reason = ''] = rest.split(/\s+--why\s+/)
  const [entry = '', ...text] = said.split(/\s+/)
  if (!entry || text.length === 0 || !reason.trim())
    return 'write the id of the entry, what is right, and why: correct incident:i1:12 since 14:02 --why the graph was an hour off'
  return { verb: 'correct', body: { entry, text: text.join(' '), reason: reason.trim() } }
}
