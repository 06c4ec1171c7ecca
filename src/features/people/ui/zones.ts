import { browserZone } from '../../../web/times.ts'
import { zoneChoices, zoneToday } from '../../../web/zones.ts'

export const ZONES: readonly string[] = zoneChoices(zoneToday(browserZone()))
