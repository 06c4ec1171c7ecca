/** Enough to tell two numbers of one person apart, too little to ring them. */
const SHOWN = 3
const PHONE = /^\+?\d[\d ().\-/]{5,}$/

/** An address as it may be read by whoever may not use it: `+49…678`, `a…@example.com`, `https://ntfy.example.com/…`. */
export function maskedAddress(address: string): string {
  const text = address.trim()
  const device = endpointIn(text)
  if (device) return masked(device)
  return PHONE.test(text) ? `${text.slice(0, SHOWN)}…${text.slice(-SHOWN)}` : masked(text)
}

function masked(text: string): string {
  const url = /^https?:/i.test(text) ? URL.parse(text) : null
  // The path of a hook or of a topic is all that it takes to use it.
  if (url) return `${url.origin}/…`
  const at = text.lastIndexOf('@')
  if (at > 0) return `${text.slice(0, 1)}…${text.slice(at)}`
  return text.length > SHOWN ? `${text.slice(0, 1)}…${text.slice(-2)}` : '…'
}

/** A browser's push subscription. */
const endpointIn = (text: string): string | null => /^\{.*"endpoint":"(https?:[^"]+)"/.exec(text)?.[1] ?? null

/** The same words with every one of these addresses masked: servers quote whom they refuse. */
export const withoutAddresses = (said: string, addresses: readonly string[]): string =>
  addresses.filter((each) => each.length > SHOWN).reduce((text, each) => text.replaceAll(each, maskedAddress(each)), said)
