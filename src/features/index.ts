import alerts from './alerts/feature.ts'
import catalog from './catalog/feature.ts'
import connections from './connections/feature.ts'
import coverage from './coverage/feature.ts'
import demo from './demo/feature.ts'
import directory from './directory/feature.ts'
import escalations from './escalations/feature.ts'
import type { Feature } from './feature.ts'
import incidents from './incidents/feature.ts'
import installation from './installation/feature.ts'
import live from './live/feature.ts'
import metrics from './metrics/feature.ts'
import now from './now/feature.ts'
import obligations from './obligations/feature.ts'
import onCall from './oncall/feature.ts'
import paging from './paging/feature.ts'
import people from './people/feature.ts'
import policies from './policies/feature.ts'
import probe from './probe/feature.ts'
import reviews from './reviews/feature.ts'
import statusPage from './statuspage/feature.ts'
import templates from './templates/feature.ts'

/**
 * The product, in the order in which the data passes: the policy says who and how, an alert comes in, wakes somebody, is
 * coordinated, told, learnt from.
 */
export const features: Feature[] = [
  policies,
  people,
  connections,
  catalog,
  directory,
  alerts,
  onCall,
  escalations,
  coverage,
  paging,
  incidents,
  obligations,
  templates,
  statusPage,
  reviews,
  metrics,
  probe,
  now,
  live,
  installation,
  demo,
]
