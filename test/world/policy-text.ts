import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy, type Policy } from '../../src/core/policy/policy.ts'

export type PolicyHead = { version?: number; timezone?: string; organization?: string }

/** A policy from its YAML below `organization:`; a bundle that does not parse fails the test with its findings. */
export function policyFrom(yaml: string, { version = 1, timezone = 'UTC', organization = '' }: PolicyHead = {}): Policy {
  const text = `version: 1\norganization: { name: Test, timezone: ${timezone}${organization} }\n${yaml}`
  const { bundle, findings } = parseBundle([{ path: 'tocsin.yaml', text }])
  if (!bundle) throw new Error(findings.map((finding) => `${finding.line}: ${finding.message}`).join('\n'))
  return createPolicy(bundle, version)
}
