import { browserZone } from '../../../web/times.ts'

/** The browser's list does not name UTC, which many organisations work in, nor always its own zone, when that is an old name. */
export const ZONES: readonly string[] = [...new Set([browserZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])]
