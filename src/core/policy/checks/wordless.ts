import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'

/** Templates that would say nothing: without `text`, or whose file is not beside the bundle. */
export function wordlessTemplates(draft: Draft): Problem[] {
  return (draft.bundle.templates ?? []).flatMap((template): Problem[] => {
    const { id, text, file } = template as { id: string; text?: string; file?: string }
    const path = draft.pathOf(template)
    if (text !== undefined) return []
    if (file === undefined) {
      const message = `\`templates[${id}].text\` is missing`
      return [
        {
          level: 'error',
          rule: 'missing',
          path,
          message,
          remedy: 'add `text:` (a text), or `file:` with a path such as templates/declared.md',
        },
      ]
    }
    const message = `${file} is not there, and template ${id} has no text of its own`
    const remedy = `write ${file} into the bundle's folder (its name ends in .md), or \`text:\` instead of \`file:\``
    return [{ level: 'error', rule: 'text-missing', path: [...path, 'file'], message, remedy }]
  })
}
