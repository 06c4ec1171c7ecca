import { z } from 'zod'

const LONGEST = 50_000
const words = (most: number) => z.string().max(most)
const name = z.string().trim().min(1).max(200)

/** A text of the policy. `placeholders` are what it names; `fault` says why it can never be filled. */
const templateRow = z.object({
  id: z.string(),
  for: z.string(),
  moment: z.string(),
  condition: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string(),
  placeholders: z.array(z.string()),
  fault: z.string().nullable(),
})
export type TemplateRow = z.output<typeof templateRow>
export const templateList = z.object({ items: z.array(templateRow), next: z.string().nullable() })
export type TemplateList = z.output<typeof templateList>

/**
 * What is to be seen: a template of the policy by `id`, an unsaved `text` (with `subject`), or everything of a `moment`. With an
 * `incident` it is filled with what that one knows, without one with an example. `say` and `nextIn` are what somebody would type.
 */
export const previewBody = z.strictObject({
  id: name.optional(),
  text: words(LONGEST).optional(),
  subject: words(1_000).optional(),
  moment: name.optional(),
  for: name.optional(),
  incident: name.optional(),
  say: words(10_000).optional(),
  nextIn: name.optional(),
  recipient: z.strictObject({ name: name.optional(), impact: name.optional() }).optional(),
  timezone: name.optional(),
})
export type PreviewBody = z.output<typeof previewBody>

/** A text in pieces: what is missing is named where it would stand. */
const pieces = z.array(z.object({ text: z.string(), isMissing: z.boolean() }))

/** `isReady` is whether it could be sent; else `why` says what is empty or wrong. */
const preview = z.object({
  template: z.string(),
  for: z.string(),
  moment: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  characters: z.int(),
  empty: z.array(z.string()),
  pieces: z.object({ subject: pieces.nullable(), text: pieces }),
  isReady: z.boolean(),
  why: z.string().nullable(),
  /** What could be said more plainly; sending is never held up by it. */
  hints: z.array(z.object({ words: z.string(), why: z.string(), remedy: z.string() })),
})
export type Preview = z.output<typeof preview>
export const previewAnswer = z.object({ items: z.array(preview), isExample: z.boolean() })
export type PreviewAnswer = z.output<typeof previewAnswer>
