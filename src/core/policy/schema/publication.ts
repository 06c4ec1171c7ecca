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

export const templateSchema = z.strictObject({ id: slug, for: slug, moment: slug, when, subject: text.optional(), text })
export type Template = z.output<typeof templateSchema>
