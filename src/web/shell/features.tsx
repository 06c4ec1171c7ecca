import { createContext, type ReactNode, use } from 'react'
import type { FeatureUi } from '../manifest.ts'

const Features = createContext<readonly FeatureUi[]>([])

export function FeaturesProvider({ features, children }: { features: readonly FeatureUi[]; children: ReactNode }) {
  return <Features value={features}>{children}</Features>
}

/** The features of this console, in the order of the rail. */
export const useFeatures = (): readonly FeatureUi[] => use(Features)
