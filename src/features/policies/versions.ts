import { streamOf } from '../../core/command/command.ts'
import { policySubject } from '../../core/policy/machine.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'

type Row = { version: number; at: string; by: string; note: string | null; changes: string[] | null; approvedBy: string | null }
export type PolicyVersion = Omit<Row, 'note' | 'changes'> & { note: string; changes: string[] }

type Side = { pools: { side: Pick<App['pools']['side'], 'query'> } }

const COLUMNS = `(data->>'version')::int as version, at, by, data->>'note' as note, data->'changes' as changes,
    data->>'approvedBy' as "approvedBy"`

const told = <R extends Row>(row: R) => ({ ...row, note: row.note ?? '', changes: row.changes ?? [] })

/** Who changed the policy when, and what in words; newest first. The bundles themselves stay in the facts. */
export async function policyVersions(
  app: Side,
  { before, limit }: { before?: number; limit: number },
): Promise<{ items: PolicyVersion[]; next: string | null }> {
  const text = `select ${COLUMNS} from fact
    where stream = $1 and name = 'policy.applied' and ($2::int is null or (data->>'version')::int < $2) order by seq desc limit $3`
  const { rows } = await app.pools.side.query<Row>(text, [streamOf(policySubject), before ?? null, limit + 1])
  const items = rows.slice(0, limit).map(told)
  return { items, next: rows.length > limit ? String(items.at(-1)?.version) : null }
}

/** One version with its bundle; 404 when there is none of that number. */
export async function policyVersion(app: Side, version: number): Promise<PolicyVersion & { bundle: Bundle }> {
  const text = `select ${COLUMNS}, data->'bundle' as bundle from fact
    where stream = $1 and name = 'policy.applied' and seq >= $2 and (data->>'version')::int = $2 limit 1`
  const { rows } = await app.pools.side.query<Row & { bundle: Bundle }>(text, [streamOf(policySubject), version])
  if (rows[0]) return told(rows[0])
  throw new Problem({
    code: 'not-found',
    status: 404,
    detail: `There is no version ${version} of the policy; "GET /api/v1/policy/versions" lists them.`,
  })
}

/** Version 0 is before the first: nothing. */
export const bundleOfVersion = async (app: Side, version: number): Promise<Bundle | null> =>
  version === 0 ? null : (await policyVersion(app, version)).bundle
