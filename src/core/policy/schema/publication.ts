import { z } from 'zod'
import { STATUSES } from './organization.ts'
import { listOf, reference, severityName, slug, text } from './primitives.ts'
import { when } from './when-clause.ts'

const automatic = z.strictObject({ severity: listOf(severityName), publish: z.enum(['draft', 'publish']).default('draft') })

/** `words` says what the page calls a status; a status without a word keeps its own. */
export const statusPageSchema = z.strictObject({
  id: slug,
  title: text,
  domain: text.optional(),
  description: text.optional(),
  components: listOf(reference),
  words: z.partialRecord(z.enum([...STATUSES, 'closed']), text).default({}),
  subscribers: listOf(slug),
  auto: automatic.optional(),
  private: z.boolean().default(false),
})
export type StatusPage = z.output<typeof statusPageSchema>

export const templateSchema = z.strictObject({
  id: slug,
  for: slug,
  moment: slug,
  when,
  subject: text.optional(),
  /** Where the text stands beside the bundle: `templates/declared.md`. `apply` takes it from there into `text`. */
  file: text.optional(),
  /** May be left out where there is a `file`; no bundle is applied with a template that has neither (`wordlessTemplates`). */
  text: text.optional() as unknown as typeof text,
})
export type Template = z.output<typeof templateSchema>
