import type { Bundle } from '../../policy/schema/bundle.ts'
import type { Source } from './part.ts'
import { printHtml } from './print-html.ts'
import { printMarkdown } from './print-markdown.ts'
import { runbookDocument } from './runbook-document.ts'

export const FORMATS = ['md', 'html'] as const
export type Format = (typeof FORMATS)[number]

/** The complete runbook of a policy at a moment, in one of its forms. */
export const documentText = (source: Source, bundle: Bundle, format: Format): string =>
  (format === 'html' ? printHtml : printMarkdown)(runbookDocument(source, bundle))
