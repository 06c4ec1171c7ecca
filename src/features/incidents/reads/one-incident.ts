import type { Principal } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { viewerOf } from '../../people/reads/viewer.ts'
import { findByReference, findIncident, type StoredIncident } from './incidents.ts'

/** The incident of that name, as far as it exists for who asks. */
export async function incidentFor(app: App, reference: string, who: Principal | null): Promise<StoredIncident> {
  const viewer = viewerOf({ policy: app.policies.live(), principal: who })
  // Other names need a look through all incidents, which the page path must not wait for.
  const found = (await findByReference(app.pools.page, reference, viewer)) ?? (await findIncident(app.pools.side, reference, viewer))
  if (found) return found
  throw new Problem({
    code: 'not-found',
    status: 404,
    detail: `There is no incident ${reference}; GET /api/v1/incidents lists those there are.`,
  })
}
