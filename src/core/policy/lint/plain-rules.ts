import { plainWordHints } from '../../template/plain-words.ts'
import type { Found, LintRule } from './lint-rule.ts'

/** Texts that judge people, or that nobody reads to the end. Long mails are meant to be. */
export const plainWords: LintRule = {
  id: 'plain-words',
  level: 'advisory',
  find: ({ policy }) =>
    (policy.bundle.templates ?? []).flatMap(({ id, for: audience, text }, index) =>
      plainWordHints(text, audience === 'email' ? Number.POSITIVE_INFINITY : undefined).map(
        ({ words, why, remedy }): Found => ({
          ...{ path: ['templates', index, 'text'], at: { words } },
          ...{ message: `in "${id}" ${why}`, remedy, cost: 'whoever reads it looks for somebody to blame, or stops reading' },
        }),
      ),
    ),
}
