import { Context, type Emitter, Liquid, Output, type Template, toValueSync } from 'liquidjs'
import type { Json, JsonObject } from '../command/command.ts'
import { type Costs, costsOf } from './cost.ts'
import { FILTERS, standardFilters } from './filters.ts'

/** What a template may do: choose and repeat. No files, no variables of its own, nothing that computes. */
const TAGS: readonly string[] = ['if', 'unless', 'case', 'for', 'comment', 'raw', 'break', 'continue']

/** Pieces rendered and turns of loops: a text for people needs a few hundred. Counted, because a clock would make the answer a matter of luck. */
const MOST_STEPS = 20_000
const MOST_CHARACTERS = 100_000
/** Ranges and joined texts, in liquid's own count: `(1..1000000000)` is refused before it is made. */
const MOST_MEMORY = 200_000
/** Nothing that is read or heard is longer. */
export const LONGEST_TEMPLATE = 50_000

/** `empty` names the placeholders that nothing filled, as they are written: nothing of it may be sent. */
export type Rendered =
  | { ok: true; text: string }
  | { ok: false; reason: 'empty'; empty: string[]; text: string }
  | { ok: false; reason: 'faulty'; message: string }

export type Rendering = { data: JsonObject; timezone: string }

class TooMuch extends Error {}

/**
 * Fills a template. Pure and bounded: the same text and data give the same answer after a limited number of steps. A placeholder
 * without a value is told, not left out; write it inside `{% if %}`, or with `| default: "…"`, where it may be missing.
 */
export function render(template: string, { data, timezone }: Rendering): Rendered {
  const engine = engineFor(timezone)
  try {
    const parsed = parse(engine, template)
    const work = new Work(costsOf(parsed, template.length))
    engine.renderer.renderTemplates = work.renderTemplates
    const context = new Context(filledIn(data) as JsonObject, engine.options, { sync: true })
    toValueSync(work.renderTemplates(parsed, context, work.emitter))
    const text = tidy(work.emitter.buffer)
    const empty = [...work.empty]
    return empty.length === 0 ? { ok: true, text } : { ok: false, reason: 'empty', empty, text }
  } catch (error) {
    return { ok: false, reason: 'faulty', message: faultIn(error) }
  }
}

/** Why a template can never be filled, null when it can: an unknown tag or filter, a block without its end. */
export function faultOf(template: string): string | null {
  try {
    parse(engineFor('UTC'), template)
    return null
  } catch (error) {
    return faultIn(error)
  }
}

/** The placeholders a template names, as they are written, without their filters. */
export function placeholdersOf(template: string): string[] {
  const written = [...template.matchAll(/\{\{-?\s*([\w.[\]'"-]+)/g)].map((match) => match[1] ?? '')
  return [...new Set(written)]
}

function parse(engine: Liquid, template: string): Template[] {
  if (template.length <= LONGEST_TEMPLATE) return engine.parse(template)
  throw new TooMuch(`it has ${template.length} characters; ${LONGEST_TEMPLATE} is the most`)
}

function engineFor(timezone: string): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    memoryLimit: MOST_MEMORY,
    parseLimit: LONGEST_TEMPLATE,
  })
  for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag]
  for (const filter of Object.keys(engine.filters)) if (!standardFilters.includes(filter)) delete engine.filters[filter]
  for (const [name, filter] of Object.entries(FILTERS))
    engine.registerFilter(name, (value: unknown, ...rest: unknown[]) => filter(value, timezone, ...rest))
  return engine
}

/** One rendering: counts its steps and notes what was empty. */
class Work {
  readonly empty = new Set<string>()
  readonly emitter: Emitter
  private readonly costs: Costs
  private steps = 0

  constructor(costs: Costs) {
    this.costs = costs
    const written = { buffer: '' }
    this.emitter = {
      get buffer() {
        return written.buffer
      },
      write(value: unknown) {
        written.buffer += wordsOf(value)
        if (written.buffer.length > MOST_CHARACTERS) throw new TooMuch(`it grows beyond ${MOST_CHARACTERS} characters`)
      },
    }
  }

  readonly renderTemplates = (templates: Template[], context: Context, emitter?: Emitter): IterableIterator<unknown> =>
    this.counted(templates, context, emitter ?? this.emitter)

  private *counted(templates: Template[], context: Context, emitter: Emitter): IterableIterator<unknown> {
    this.spend(1)
    for (const template of templates) {
      this.spend(this.costs.get(template) ?? 1)
      if (template instanceof Output) {
        const value: unknown = yield template.value.value(context, false)
        if (wordsOf(value).trim() === '') this.empty.add(nameOf(template))
        else emitter.write(value)
      } else {
        const html: unknown = yield template.render(context, emitter)
        if (html) emitter.write(html)
      }
      if (context.breakCalled || context.continueCalled) break
    }
    return emitter.buffer
  }

  private spend(steps: number): void {
    this.steps += steps
    if (this.steps > MOST_STEPS) throw new TooMuch(`it takes more than ${MOST_STEPS} steps; a loop of it repeats too often`)
  }
}

const nameOf = ({ token }: Output): string =>
  (
    token
      .getText()
      .replace(/^\{\{-?|-?\}\}$/g, '')
      .split('|')[0] ?? ''
  ).trim()

/** A list reads as one; whatever else is no text or number is nothing. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(', ')
  return typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? String(value)
      : typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : ''
}

/** What is empty is absent, so that `{% if incident.eta %}` asks what its author means. */
function filledIn(value: Json): Json | undefined {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined
  if (Array.isArray(value) || typeof value !== 'object') return value
  const kept = Object.entries(value).flatMap(([name, each]): [string, Json][] => {
    const filled = filledIn(each)
    return filled === undefined ? [] : [[name, filled]]
  })
  return Object.fromEntries(kept)
}

/** Lines that only held a tag leave no gap. */
const tidy = (text: string): string =>
  text
    // Looks at each blank once: asked of a run of blanks from each of its places, it would be quadratic.
    .replace(/(?<![ \t])[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

function faultIn(error: unknown): string {
  const cause = (error as { originalError?: unknown }).originalError
  if (error instanceof TooMuch || cause instanceof TooMuch)
    return `the template was stopped: ${((error instanceof TooMuch ? error : cause) as Error).message}`
  const message = error instanceof Error ? error.message : String(error)
  if (/limit exceeded/.test(message)) return `the template was stopped: it asks for too much at once (${message})`
  return `the template cannot be read: ${message}`
}
