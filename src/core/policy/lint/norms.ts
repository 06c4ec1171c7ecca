/** What the advice of `lint` measures against. Numbers are practice, not law: `lint.accept` overrules each with a reason. */
export const NORMS = {
  /** Roads that wake somebody; chat and mail wait until one looks. */
  wakingRoads: ['phone', 'sms', 'push', 'webpush', 'ntfy', 'telegram'],
  /** An answer promised sooner than this at any hour needs a road that wakes. */
  wakeBelow: '4h',
  /** Fewer people than this in a round-the-clock rotation leave no room for illness and holidays. */
  smallestRotation: 3,
  /** Somebody on duty for more of the time than this has no private life left. */
  largestShare: 0.5,
  /** Long enough for every usual rotation to come around several times. */
  shareDays: 84,
  /** How far ahead gaps are looked for. */
  coverageDays: 90,
  /** Long enough for a rotation of a dozen people on working days to have met everybody. */
  turnDays: 182,
  /** Leave further ahead than this is planned later. */
  awayDays: 30,
  /** Words people write where an address should be. */
  notAnAddress: ['tbd', 'todo', 'redacted', '[redacted]', 'n/a', 'none', 'unknown', 'xxx', '-', '?'],
} as const
