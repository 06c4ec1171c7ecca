import type { FeatureUi } from '../web/manifest.ts'

/** The console's features in the order of the rail. Each manifest is small; screens and slots load on demand. */
export const featureUis: FeatureUi[] = []
