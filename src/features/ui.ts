import type { FeatureUi } from '../web/manifest.ts'
import alerts from './alerts/ui/index.ts'
import catalog from './catalog/ui/index.ts'
import connections from './connections/ui/index.ts'
import coverage from './coverage/ui/index.ts'
import demo from './demo/ui/index.ts'
import directory from './directory/ui/index.ts'
import escalations from './escalations/ui/index.ts'
import incidents from './incidents/ui/index.ts'
import metrics from './metrics/ui/index.ts'
import now from './now/ui/index.ts'
import obligations from './obligations/ui/index.ts'
import onCall from './oncall/ui/index.ts'
import paging from './paging/ui/index.ts'
import people from './people/ui/index.ts'
import policies from './policies/ui/index.ts'
import reviews from './reviews/ui/index.ts'
import statusPage from './statuspage/ui/index.ts'
import templates from './templates/ui/index.ts'

/** The console's features in the order of the rail. Each manifest is small; screens and slots load on demand. */
export const featureUis: FeatureUi[] = [
  now,
  alerts,
  incidents,
  obligations,
  onCall,
  escalations,
  coverage,
  catalog,
  directory,
  statusPage,
  reviews,
  metrics,
  policies,
  templates,
  people,
  paging,
  connections,
  demo,
]
