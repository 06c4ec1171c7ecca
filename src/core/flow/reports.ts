import type { Reaction } from '../command/command.ts'
import { incident, on, text } from './order.ts'

/** A report becomes the incident it was taken for, or a word in the timeline of the one it belongs to. */
export const reportReactions: readonly Reaction[] = [
  on('report.accepted', ({ data, by }) => {
    const { title, severity = null, service = null, source = null, page = true, detectedAt = null } = data
    return [
      incident(String(data.incident), {
        name: 'declare',
        data: { title: title ?? '', from: 'report', severity, service, source, page, detectedAt },
        by,
      }),
    ]
  }),
  on('report.joined', ({ data, by }) => {
    const details = text(data.details)
    const said = `Also reported: ${String(data.title)}${details ? `. ${details}` : ''}`
    return [incident(String(data.incident), { name: 'note', data: { text: said }, by })]
  }),
]
