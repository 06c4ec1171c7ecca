/** `isDead`: this number can never be reached this way. `isAddress`: what is written is no number that can be. */
export type Trouble = { words: string; isDead?: true; isAddress?: true }

/** Twilio's error codes that tell somebody what to do; all others are shown by their number. */
const TROUBLES: Readonly<Record<number, Trouble>> = {
  20003: { words: 'the account or its auth token is wrong' },
  20429: { words: 'too many requests at once' },
  21211: { words: 'this is no telephone number', isAddress: true },
  21214: { words: 'this number cannot be called', isAddress: true },
  21217: { words: 'this is no telephone number', isAddress: true },
  21408: { words: 'the account may not write to this country; allow it under Geo permissions' },
  21215: { words: 'the account may not call this country; allow it under Geo permissions' },
  21608: { words: 'a trial account only reaches verified numbers' },
  21610: { words: 'this number has answered STOP; it must write START' },
  21612: { words: 'no way from this sender to that number' },
  21614: { words: 'this is no mobile number, it takes no text messages', isDead: true },
  30003: { words: 'the telephone is off or out of reach' },
  30004: { words: 'the number blocks messages' },
  30005: { words: 'the number is not in use' },
  30006: { words: 'a landline or a carrier that takes no text messages', isDead: true },
  30007: { words: 'the carrier took it for spam' },
  30008: { words: 'the carrier does not say why' },
  30034: { words: 'the sender is not registered for this country (A2P 10DLC)' },
}

export const trouble = (code: number): Trouble | undefined => TROUBLES[code]

/** `error 30006, a landline …`, or `''`. */
export function troubleWords(code: string | undefined): string {
  if (!code || code === '0') return ''
  const words = trouble(Number(code))?.words
  return `error ${code}${words ? `, ${words}` : ''}`
}
