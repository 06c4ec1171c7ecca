import { stringify } from 'yaml'
import { mergeSources } from '../../core/policy/merge.ts'
import { explainPlace } from '../../core/policy/place/explain-place.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { type BundleFile, readSource } from '../../core/policy/yaml-source.ts'
import type { ExplainedPlace } from './contract/explain.ts'

/** `files` are a bundle that runs, as whoever asks may read it. */
export type ExplainQuestion = { files: BundleFile[]; version: number; path: string }

/** More of a value is read where it stands. */
const LONGEST_WRITTEN = 2_000

/** Runs in a thread of its own: reading a large policy takes seconds. */
export function task({ files, version, path }: ExplainQuestion): ExplainedPlace | { problem: string } {
  const { raw, locate } = mergeSources(files.flatMap((file) => readSource(file).source ?? []))
  const found = explainPlace({ policy: createPolicy(bundleSchema.parse(raw), version), written: raw }, path)
  if ('problem' in found) return found
  const { value, path: at, ...rest } = found
  const { line, column } = locate(at, 'key')
  const written = stringify(value, { lineWidth: 0 }).trimEnd()
  const cut = written.length > LONGEST_WRITTEN ? `${written.slice(0, LONGEST_WRITTEN)}\n…` : written
  return { ...rest, path: [...at], line, column, written: cut }
}
