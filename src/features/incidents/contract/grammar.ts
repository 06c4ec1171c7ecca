import { closestTo } from '../../../core/policy/did-you-mean.ts'
import { type IncidentRequest, isReference, type KnownWords, plain } from './command-words.ts'
import { type CommandRule, commandRules } from './commands.ts'

/** A command with nothing after it, which needs something: its name, and the incident where one was typed. */
export type Bare = { command: string; reference: string | null }
export type ParsedCommand = { ok: true; request: IncidentRequest } | { ok: false; isHelp: boolean; message: string; bare?: Bare }

export type CommandHelp = { name: string; aliases: string[]; usage: string; about: string; isAboutIncident: boolean }

/** What can be typed, for help and completion. */
export const commandHelp: readonly CommandHelp[] = commandRules.map(({ names, usage, about, on }) => ({
  name: names[0] as string,
  aliases: names.slice(1),
  usage,
  about,
  isAboutIncident: on !== 'none',
}))

const helpText = (rules: readonly CommandRule[]): string => rules.map(({ usage, about }) => `${usage}: ${about}`).join('\n')
const ruleNamed = (word: string): CommandRule | undefined => commandRules.find((each) => each.names.includes(word.toLowerCase()))
const refused = (message: string) => ({ ok: false, isHelp: false, message }) satisfies ParsedCommand

/**
 * Reads what somebody typed after `/incident`, with or without the slash and its word. One grammar for the composer, the
 * command line and chat; what it cannot read it answers with the usage. An incident may be named before or after the command
 * word; in a war room it need not be.
 */
export function readCommand(text: string, known: KnownWords = {}): ParsedCommand {
  const line = text.trim().replace(/^\/(incident\s+)?/i, '')
  const [first = '', ...rest] = line.split(/\s+/)
  if (!first || /^(help|\?)$/i.test(first)) return helpOn(rest[0])
  if (isReference(first, known))
    return rest.length > 0 ? readFor(first, line.slice(first.length).trim(), known) : readFor(first, 'show', known)
  return readFor(null, line, known)
}

function helpOn(word: string | undefined): ParsedCommand {
  const rule = word ? ruleNamed(word) : undefined
  return { ok: false, isHelp: true, message: helpText(rule ? [rule] : commandRules) }
}

function readFor(named: string | null, line: string, known: KnownWords): ParsedCommand {
  const [first = ''] = line.split(/\s+/)
  const rule = ruleNamed(first)
  if (!rule) return unknownCommand(first)
  const words = line.slice(first.length).trim()
  const { reference, rest } = rule.on === 'none' ? { reference: null, rest: words } : split(rule, { named, words, known })
  const foreign = reference && rule.on !== 'none' ? elsewhere(reference, rule, known) : null
  if (foreign) return refused(foreign)
  const request = rule.read({ rest, words: rest ? rest.split(/\s+/) : [], known })
  if (typeof request === 'string') {
    const message = `${request} (${rule.usage})`
    return rest ? refused(message) : { ...refused(message), bare: { command: rule.names[0] as string, reference } }
  }
  return { ok: true, request: reference ? { ...request, reference } : request }
}

type Said = { named: string | null; words: string; known: KnownWords }

/** Takes the incident the command is about off its words. Where a command names two, one alone in a room is the other. */
function split({ on, takes }: CommandRule, { named, words, known }: Said): { reference: string | null; rest: string } {
  const [first = '', second = ''] = words.split(/\s+/)
  const isNumber = takes === 'nothing' && /^\d+$/.test(first)
  if (named || !(isReference(first, known) || isNumber)) return { reference: named, rest: words }
  if (on === 'two' && !isReference(second, known)) return { reference: null, rest: words }
  return { reference: first, rest: words.slice(first.length).trim() }
}

/** In a war room everything is about its incident: another one's number there is a slip, or a thought. */
function elsewhere(reference: string, { names }: CommandRule, { room = [] }: KnownWords): string | null {
  if (room.length === 0 || room.some((name) => plain(name) === plain(reference))) return null
  const command = names[0] as string
  return `this is the war room of ${room[0]}, and ${reference} is another incident. Write "${command}" without a number for ${room[0]}, or do it in the room of ${reference}; if it belongs to the text, put a word before it`
}

function unknownCommand(word: string): ParsedCommand {
  const names = commandRules.map((each) => each.names[0] as string)
  const close = closestTo(
    word,
    commandRules.flatMap((each) => each.names),
  )
  return refused(`"${word}" is no command; ${close ? `did you mean ${close}? ` : ''}use one of ${names.join(', ')}, help`)
}
