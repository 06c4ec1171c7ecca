import { createHmac } from 'node:crypto'

/** 128 bits, in letters that survive mail servers that do not keep capitals. */
const LENGTH = 32
const FORM = /(?:^|[^0-9a-f])([0-9a-f]{32})(?=$|[^0-9a-f])/g

/**
 * What makes a reply count: only who was sent the message knows it, and nobody without the key can make another. It is the
 * provider's id of the message too, which is how the message is found again.
 */
export const tokenOf = (messageId: string, key: string): string =>
  createHmac('sha256', key).update(`reply\n${messageId}`).digest('hex').slice(0, LENGTH)

/** Everything in these headers that may be one, first things first. */
export const tokensIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.toLowerCase().matchAll(FORM)].map((found) => found[1] as string))),
]
