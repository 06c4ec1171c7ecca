import type { ReactNode } from 'react'

/**
 * Words of the console. Each part keeps one catalogue (`ui/strings.ts`), written in English with typed keys:
 *
 *   const say = catalogue('alerts', { open: { one: '{count} open alert', other: '{count} open alerts' } })
 *   say('open', { count: 3 })  →  "3 open alerts"
 *
 * A translation gives the same keys under `translate(locale, name, …)`; what it lacks is said in English.
 */
export type Entry = string | Plural
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Text<E extends Entry> = E extends string ? E : E extends { other: infer Other extends string } ? Other : never
type Values<E extends Entry, V> = E extends Plural
  ? { count: number } & { [K in Exclude<Names<Text<E>>, 'count'>]: V }
  : { [K in Names<Text<E>>]: V }
type Rest<E extends Entry, V> = keyof Values<E, V> extends never ? [] : [values: Values<E, V>]

export type Say<T extends Record<string, Entry>> = {
  <K extends keyof T & string>(key: K, ...rest: Rest<T[K], string | number>): string
  /** The same with elements in the holes: `say.rich('heldBy', { who: <b>Ana</b> })`. */
  rich: <K extends keyof T & string>(key: K, ...rest: Rest<T[K], ReactNode>) => ReactNode[]
}

/** The locale that proves that no word is written outside a catalogue: accents, brackets and a third more length. */
export const PSEUDO_LOCALE = 'en-XA'

const translations = new Map<string, Record<string, Entry>>()
let locale = 'en'
let plurals = new Intl.PluralRules('en')

export const currentLocale = (): string => (locale === PSEUDO_LOCALE ? 'en' : locale)

/** Chosen once before the first screen is drawn; a change reloads the page. */
export function setLocale(chosen: string): void {
  locale = chosen
  plurals = new Intl.PluralRules(currentLocale())
}

export function translate(into: string, name: string, words: Record<string, Entry>): void {
  translations.set(`${into}/${name}`, words)
}

export function catalogue<const T extends Record<string, Entry>>(name: string, english: T): Say<T> {
  const template = (key: string, values: Record<string, unknown> | undefined): string => {
    const entry = translations.get(`${locale}/${name}`)?.[key] ?? english[key]
    if (entry === undefined) throw new Error(`no words for "${name}.${key}"; add the key to its catalogue`)
    const text = typeof entry === 'string' ? entry : (entry[plurals.select(Number(values?.count ?? 0))] ?? entry.other)
    return locale === PSEUDO_LOCALE ? pseudo(text) : text
  }
  const say = (key: string, values?: Record<string, string | number>): string => {
    const holes = piecesOf(template(key, values))
    return holes.map((piece, i) => (i % 2 ? String(values?.[piece] ?? `{${piece}}`) : piece)).join('')
  }
  const rich = (key: string, values?: Record<string, ReactNode>): ReactNode[] => {
    const holes = piecesOf(template(key, values))
    return holes.map((piece, i) => (i % 2 ? (values?.[piece] ?? `{${piece}}`) : piece))
  }
  return Object.assign(say, { rich }) as unknown as Say<T>
}

/** "Paged {who} twice" → ["Paged ", "who", " twice"]: every odd piece is the name of a hole. */
const piecesOf = (text: string): string[] => text.split(/\{(\w+)\}/)

const ACCENTS: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  s: 'š',
  u: 'ú',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  N: 'Ñ',
  O: 'Ó',
  S: 'Š',
  U: 'Ú',
}

function pseudo(text: string): string {
  const accented = piecesOf(text).map((piece, i) =>
    i % 2 ? `{${piece}}` : piece.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter),
  )
  // translations into German or Finnish are about a third longer than English
  return `[${accented.join('')}${'·'.repeat(Math.ceil(text.length / 3))}]`
}
