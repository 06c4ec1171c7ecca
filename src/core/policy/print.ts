import { Document, isCollection, isScalar, isSeq, visit } from 'yaml'
import type { Bundle } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'

/** Longer lines are folded by nobody: a policy is reviewed as a diff. */
const NO_FOLDING = 0
/** Lists of words, and what an entry holds inside, stand on one line up to this many characters. */
const FITS_ON_A_LINE = 100
/** The bundle, its section, an entry of it: whatever is inside three collections is a part of an entry. */
const INSIDE_ENTRY = 3

/**
 * Writes a bundle as one YAML text, sections in the order of the language. Reading it again gives an equal bundle.
 * What is absent or empty inside an entry is left out; durations stay in the unit they were written in.
 */
export function printBundle(bundle: Partial<Bundle>): string {
  const document = new Document(writtenForm(bundle), { aliasDuplicateObjects: false })
  visit(document, {
    Collection: (_, node, path) => {
      // an entry keeps a line for each of its keys, so that a change of one is one line of a diff
      const isInsideEntry = path.filter(isCollection).length >= INSIDE_ENTRY
      const isShort = (isSeq(node) && node.items.every(isScalar)) || isInsideEntry
      if (!isShort || JSON.stringify(node).length > FITS_ON_A_LINE) return undefined
      node.flow = true
      return visit.SKIP
    },
  })
  return document.toString({ lineWidth: NO_FOLDING, flowCollectionPadding: true })
}

/** A bundle as it is written: plain data that the schema reads back into an equal bundle. */
export function writtenForm(bundle: Partial<Bundle>): Record<string, unknown> {
  const present = Object.keys(bundleSchema.shape).filter((section) => bundle[section as keyof Bundle] !== undefined)
  return Object.fromEntries(present.map((section) => [section, printed(bundle[section as keyof Bundle])]))
}

/** Maps that are empty when absent: left out, because writing them says nothing. */
const EMPTY_WHEN_ABSENT = new Set(['contacts', 'fields', 'words', 'impact'])

function printed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (Array.isArray(each) && each.length === 1 ? printed(each[0]) : printed(each)))
  if (typeof value !== 'object' || value === null) return value
  if ('text' in value && 'unit' in value && 'amount' in value) return value.text
  const kept = Object.entries(value).filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0))
  return Object.fromEntries(kept.map(([key, each]) => [key, printed(each)]).filter(([key, each]) => !isNeedless(String(key), each)))
}

const isNeedless = (key: string, value: unknown): boolean =>
  EMPTY_WHEN_ABSENT.has(key) && typeof value === 'object' && value !== null && Object.keys(value).length === 0
