import { micromark } from 'micromark'
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table'
import { useMemo } from 'react'

/**
 * Markdown as people read it. The library writes markup in the text as text and drops links that are no links
 * (`javascript:`), which is its default and must stay so: reviews carry words of alerts.
 */
export function Markdown({ text }: { text: string }) {
  const markup = useMemo(
    () =>
      micromark(text, {
        extensions: [gfmTable()],
        htmlExtensions: [gfmTableHtml()],
        allowDangerousHtml: false,
        allowDangerousProtocol: false,
      }),
    [text],
  )
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made by micromark in its safe mode, see above
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: markup }} />
}
