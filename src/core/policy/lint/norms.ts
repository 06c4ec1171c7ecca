/** What the advice of `lint` measures against. Numbers are practice, not law: `lint.accept` overrules each with a reason. */
export const NORMS = {
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
  /** Words people write where an address or a name should be; brackets around them do not matter. */
  notAnAddress: [
    'tbd',
    'tba',
    'todo',
    'redacted',
    'n/a',
    'none',
    'unknown',
    'xxx',
    '-',
    '?',
    'to be defined',
    'to be documented',
    'to be written',
    'to be decided',
    'to do',
    'to be determined',
    'placeholder',
  ],
  /** What peers of this size usually write, by rank of the level (the most severe first). What is slower is told, not forbidden. */
  peers: {
    /** Internal updates while it lasts: of four runbooks that state one for the worst level, three say 15 minutes. */
    update: ['30m', '2h', '1d', '1w'],
    /** The first answer: 5 to 15 minutes for the worst level, an hour for the next. */
    response: ['15m', '1h', '4h', '1w'],
    /** A review is finished while people remember. */
    review: '2w',
    /** An exercise that is rarer is new to somebody each time. */
    drill: '3mo',
  },
  /** Words of a breach in what a level is for: elsewhere this is the most severe level. */
  breach: [
    'security breach',
    'data breach',
    'breach',
    'unauthorised access',
    'unauthorized access',
    'data exposure',
    'data exposed',
    'intrusion',
  ],
} as const
