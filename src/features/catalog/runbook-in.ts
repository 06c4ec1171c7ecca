import type { Policy } from '../../core/policy/policy.ts'
import { wholeRunbook } from '../../core/policy/runbook.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { RunbookText } from './contract.ts'

/** The whole of a runbook that was applied with the policy. Throws `Problem` with those there are. */
export function runbookIn({ bundle }: Policy, id: string): RunbookText {
  const texts = bundle.runbooks?.texts ?? {}
  const text = Object.hasOwn(texts, id) ? texts[id] : undefined
  if (text !== undefined) return wholeRunbook(id, text)
  const known = Object.keys(texts).join(', ') || 'none (put their files into the folder of `runbooks:` and apply the policy)'
  throw new Problem({ code: 'runbook-unread', status: 404, detail: `There is no text of a runbook "${id}"; there are ${known}.` })
}
