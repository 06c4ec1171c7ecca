import type { Feature } from './feature.ts'

/** The product, in the order in which the data passes: an alert comes in, wakes somebody, is coordinated, told, learnt from. */
export const features: Feature[] = []
