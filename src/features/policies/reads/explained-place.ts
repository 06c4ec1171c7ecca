import { isDeepStrictEqual } from 'node:util'
import { streamOf } from '../../../core/command/command.ts'
import { policySubject } from '../../../core/policy/machine.ts'
import { findPlace } from '../../../core/policy/place/find-place.ts'
import { writtenForm } from '../../../core/policy/print.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { moduleBeside } from '../../../platform/work/work.ts'
import type { App } from '../../feature.ts'
import type { ExplainAnswer, ExplainedPlace } from '../contract/explain.ts'
import type { task } from '../explained.ts'
import { storedPolicy } from '../reads.ts'
import { shownText } from '../shown-text.ts'

const EXPLAIN = moduleBeside(import.meta.url, '../explained')

/** What whoever asks may read: their text is what is explained, so nothing else is told. */
export async function explainedPlace(
  app: App,
  { path, principal }: { path: string; principal: Principal | null },
): Promise<ExplainedPlace & Pick<ExplainAnswer, 'version' | 'since'>> {
  const policy = await storedPolicy(app)
  if (!policy) throw notFound('There is no policy yet; apply one, or finish the set-up.')
  const files = [{ path: 'tocsin.yaml', text: shownText(app, policy.bundle, principal) }]
  const found = await app.work.run<typeof task>(EXPLAIN, { files, version: policy.version, path })
  if ('problem' in found) throw notFound(`${found.problem}.`)
  return { ...found, version: policy.version, since: await sinceWhen(app, found) }
}

const notFound = (detail: string): Problem => new Problem({ code: 'not-found', status: 404, detail })

type Row = NonNullable<ExplainAnswer['since']> & { section: unknown; seq: string }

/** Further back nobody asks who it was; each version is read by itself, for sections can be large. */
const MOST_VERSIONS = 50

/** The oldest of the versions that all say the same here, counted back from the one in force. */
async function sinceWhen({ pools }: Pick<App, 'pools'>, place: Pick<ExplainedPlace, 'path' | 'name'>): Promise<ExplainAnswer['since']> {
  const section = String(place.path[0])
  const valueIn = (row: Row): unknown => {
    const found = findPlace(writtenForm({ [section]: row.section } as Partial<Bundle>), place.name)
    return 'problem' in found ? undefined : found.value
  }
  let since: Row | null = null
  for (let read = 0; read < MOST_VERSIONS; read += 1) {
    const row = await versionBefore(pools.side, since?.seq ?? null, section)
    if (!row || (since && !isDeepStrictEqual(valueIn(row), valueIn(since)))) return since && told(since)
    since = row
  }
  return null
}

const told = ({ section: _, seq: __, ...since }: Row): ExplainAnswer['since'] => since

async function versionBefore(side: Pick<App['pools']['side'], 'query'>, seq: string | null, section: string): Promise<Row | undefined> {
  const text = `select seq, (data->>'version')::int as version, at, by, coalesce(data->>'note', '') as note,
      data->>'approvedBy' as "approvedBy", data->'bundle'->$3 as section
    from fact where stream = $1 and name = 'policy.applied' and ($2::bigint is null or seq < $2) order by seq desc limit 1`
  const { rows } = await side.query<Row>(text, [streamOf(policySubject), seq, section])
  return rows[0]
}
