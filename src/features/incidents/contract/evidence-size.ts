const MIB = 1024 * 1024

/** A file that is kept as evidence. Larger ones are named by where they lie. */
export const LARGEST_EVIDENCE_BYTES = 10 * MIB
