import { printBundle } from '../../policy/print.ts'
import type { Bundle } from '../../policy/schema/bundle.ts'
import { escalation } from './ladders.ts'
import { practice, review, targets } from './learning.ts'
import { type Chapter, heading, type Part, type Source, text } from './part.ts'
import { contacts, minuteOf, onCall, roles } from './people.ts'
import { audiences, definition, promises, severities } from './severities.ts'
import { channels, checklists, commands, mitigation, runbooks, services, templates } from './work.ts'

/** In the order in which they are needed in a bad night, then after it. */
const CHAPTERS: readonly Chapter[] = [
  severities,
  onCall,
  escalation,
  contacts,
  roles,
  checklists,
  mitigation,
  commands,
  runbooks,
  promises,
  channels,
  audiences,
  templates,
  definition,
  services,
  review,
  targets,
  practice,
]

/** How the policy at the end is recognised when the document is imported again. */
export const POLICY_MARK = '# tocsin policy'

/** The running policy as the document that people read, complete at `at`. `bundle` is what may be shown of it: no secret, nothing hidden. */
export function runbookDocument(source: Source, bundle: Bundle): Part[] {
  const { organization, document } = bundle
  return [
    heading(1, document?.title ?? `${organization.name}: incident response`),
    text(
      `How ${organization.name} answers when something breaks. Written by Tocsin from policy version ${source.policy.version} on ${minuteOf(source.at)}; it is never edited by hand, because the policy is.`,
    ),
    ...CHAPTERS.flatMap((chapter) => chapter(source)),
    heading(2, 'The policy itself'),
    text('Everything above is made from this. "tocsin import document" reads it back.'),
    { kind: 'fence', language: 'yaml', text: `${POLICY_MARK} ${source.policy.version}\n${printBundle(bundle).trimEnd()}` },
  ]
}
