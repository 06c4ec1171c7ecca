/** Refusals that a reason given with `force` overrides. */
export const doubtCodes = ['no-waking-road', 'no-admin-left'] as const
export type DoubtCode = (typeof doubtCodes)[number]
