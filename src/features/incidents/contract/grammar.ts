/** A request to the incident's API: `POST /api/v1/incidents/<reference>/<verb>` with `body`. */
export type IncidentRequest = { verb: string; body: Record<string, unknown> }

export type ParsedCommand = { ok: true; request: IncidentRequest } | { ok: false; isHelp: boolean; message: string }

type Words = { rest: string; words: string[]; known: KnownWords }
type Rule = { names: string[]; usage: string; about: string; read: (words: Words) => IncidentRequest | string }

/** What the commands may name; ids and names as people type them. Lists that are not known are not checked here. */
export type KnownWords = { roles?: { id: string; name: string }[]; users?: { id: string; name: string }[] }

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\s_-]+/g, '')

/** `@ana`, `Ana`, `user:ana` → `ana`; what is not known is left for the server to refuse with its reason. */
function userOf(word: string, { users = [] }: KnownWords): string {
  const wanted = plain(word.replace(/^user:/, ''))
  return users.find((user) => plain(user.id) === wanted || plain(user.name) === wanted)?.id ?? word.replace(/^(@|user:)/, '')
}

function roleOf(word: string, { roles = [] }: KnownWords): string {
  const wanted = plain(word.replace(/^role:/, ''))
  return roles.find((role) => plain(role.id) === wanted || plain(role.name) === wanted)?.id ?? word.replace(/^role:/, '')
}

const withText =
  (verb: string, field: string) =>
  ({ rest }: Words): IncidentRequest | string =>
    rest ? { verb, body: { [field]: rest } } : `"${verb}" needs a text after it`

const optionalText =
  (verb: string, field: string) =>
  ({ rest }: Words): IncidentRequest => ({ verb, body: rest ? { [field]: rest } : {} })

/** `next 30m` or `next in 30m` at the end of an update is a promise, not text. */
function withPromise(verb: string) {
  return ({ rest }: Words): IncidentRequest | string => {
    const promised = /\s+next(?:\s+in)?\s+(\d+(?:s|m|h|d|w|bd))$/i.exec(` ${rest}`)
    const text = (promised ? ` ${rest}`.slice(0, promised.index) : rest).trim()
    return text ? { verb, body: { text, ...(promised ? { nextIn: promised[1]?.toLowerCase() } : {}) } } : `"${verb}" needs a text after it`
  }
}

function readRole({ words, known }: Words): IncidentRequest | string {
  const [role, user] = words
  if (!role || !user) return 'write role, then person: role scribe @ben; "role scribe nobody" releases it'
  return { verb: 'role', body: { role: roleOf(role, known), user: /^(nobody|none|-)$/i.test(user) ? null : userOf(user, known) } }
}

function readTargets(verb: string, usage: string) {
  return ({ words, known }: Words): IncidentRequest | string => {
    const targets = words.filter(isTarget).map((word) => (word.startsWith('@') ? `user:${userOf(word, known)}` : word))
    if (targets.length === 0) return usage
    const reason = words.filter((word) => !isTarget(word)).join(' ')
    return { verb, body: { targets, ...(reason ? { reason } : {}) } }
  }
}

const isTarget = (word: string): boolean => word.startsWith('@') || /^[a-z]+:[a-z0-9-]+$/.test(word)

/** `contacted cloud CS-4711 they look at it`; without a number `-`. */
function readContacted({ words }: Words): IncidentRequest | string {
  const [contact, number, ...note] = words
  if (!contact) return 'write whom, their case number, and what they said: contacted cloud CS-4711 they look at it'
  const hasNumber = number !== undefined && number !== '-'
  return {
    verb: 'contacted',
    body: { contact, ...(hasNumber ? { caseNumber: number } : {}), ...(note.length > 0 ? { note: note.join(' ') } : {}) },
  }
}

function readWaive({ words }: Words): IncidentRequest | string {
  const [obligation, ...why] = words
  return obligation && why.length > 0
    ? { verb: 'waive', body: { obligation, why: why.join(' ') } }
    : 'write what and why: waive scribe#1 the incident is nearly over'
}

function oneWord(verb: string, field: string, more: string) {
  return ({ words }: Words): IncidentRequest | string => {
    const [first, ...rest] = words
    return first
      ? { verb, body: { [field]: first, ...(rest.length > 0 ? { [more]: rest.join(' ') } : {}) } }
      : `"${verb}" needs a value after it`
  }
}

/** `SEV 1` is one value, typed as two words. */
function readSeverity(input: Words): IncidentRequest | string {
  const [first, second, ...rest] = input.words
  const isSplit = first !== undefined && /^[a-z]+$/i.test(first) && second !== undefined && /^\d+$/.test(second)
  return oneWord('severity', 'severity', 'reason')(isSplit ? { ...input, words: [`${first}-${second}`, ...rest] } : input)
}

const rules: Rule[] = [
  { names: ['ack', 'acknowledge'], usage: 'ack', about: 'take it: nobody else is paged', read: () => ({ verb: 'acknowledge', body: {} }) },
  { names: ['severity', 'sev'], usage: 'severity SEV-2 [reason]', about: 'change how bad it is', read: readSeverity },
  {
    names: ['commander', 'lead'],
    usage: 'commander @ana',
    about: 'make somebody commander',
    read: (input) => readRole({ ...input, words: ['commander', ...input.words] }),
  },
  { names: ['role', 'assign'], usage: 'role scribe @ben', about: 'give a role, or "nobody" to release it', read: readRole },
  { names: ['status'], usage: 'status monitoring [note]', about: 'say where it stands', read: oneWord('status', 'status', 'note') },
  { names: ['update'], usage: 'update text [next 30m]', about: 'tell colleagues, promise the next word', read: withPromise('update') },
  { names: ['publish'], usage: 'publish text [next 30m]', about: 'tell customers on the status page', read: withPromise('publish') },
  { names: ['note'], usage: 'note text', about: 'write down', read: withText('note', 'text') },
  { names: ['decide', 'decision'], usage: 'decide text', about: 'write down what was decided', read: withText('decide', 'text') },
  {
    names: ['page'],
    usage: 'page @ben [why]',
    about: 'wake a person, team, role or schedule',
    read: readTargets('page', 'say whom: page @ben the database hangs; also team:payments or schedule:primary'),
  },
  {
    names: ['escalate'],
    usage: 'escalate stuck [what you need]',
    about: "climb the policy's ladder for that reason",
    read: oneWord('escalate', 'reason', 'note'),
  },
  {
    names: ['call-out', 'callout'],
    usage: 'call-out team:payments [why]',
    about: 'wake everybody of a team, on call or not',
    read: readTargets('call-out', 'say whom: call-out team:payments everybody is needed'),
  },
  {
    names: ['contacted'],
    usage: 'contacted cloud CS-4711 [what they said]',
    about: 'write down whom outside you called, and their case number',
    read: readContacted,
  },
  { names: ['rename', 'title'], usage: 'rename new title', about: 'change the title', read: withText('rename', 'title') },
  { names: ['waive'], usage: 'waive scribe#1 why', about: 'say why a promise is not kept', read: readWaive },
  {
    names: ['done', 'complete'],
    usage: 'done customers-mailed',
    about: 'mark something owed as done',
    read: oneWord('complete', 'what', 'note'),
  },
  { names: ['resolve', 'resolved'], usage: 'resolve [what fixed it]', about: 'it is over', read: optionalText('resolve', 'resolution') },
  { names: ['reopen'], usage: 'reopen [why]', about: 'it is not over', read: optionalText('reopen', 'reason') },
  { names: ['close'], usage: 'close', about: 'nothing is left to do', read: () => ({ verb: 'close', body: {} }) },
]

/** What can be typed, for help and completion. */
export const commandHelp: readonly { name: string; aliases: string[]; usage: string; about: string }[] = rules.map(
  ({ names, usage, about }) => ({
    name: names[0] as string,
    aliases: names.slice(1),
    usage,
    about,
  }),
)

const helpText = (): string => rules.map(({ usage, about }) => `${usage}: ${about}`).join('\n')

/**
 * Reads what somebody typed after `/incident`, with or without the slash and its word. One grammar for the composer, the
 * command line and chat; what it cannot read it answers with the usage.
 */
export function readCommand(text: string, known: KnownWords = {}): ParsedCommand {
  const line = text.trim().replace(/^\/(incident\s+)?/i, '')
  const [first = '', ...words] = line.split(/\s+/)
  if (!first || /^(help|\?)$/i.test(first)) return { ok: false, isHelp: true, message: helpText() }
  const rule = rules.find((each) => each.names.includes(first.toLowerCase()))
  if (!rule)
    return {
      ok: false,
      isHelp: false,
      message: `"${first}" is no command; use one of ${rules.map((each) => each.names[0]).join(', ')}, help`,
    }
  const request = rule.read({ rest: line.slice(first.length).trim(), words, known })
  return typeof request === 'string' ? { ok: false, isHelp: false, message: `${request} (${rule.usage})` } : { ok: true, request }
}
