import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether a secret or signature is the expected one, without telling by the time it takes how much of it is right. */
export const isSameText = (given: unknown, expected: string): boolean =>
  typeof given === 'string' && expected !== '' && timingSafeEqual(digest(given), digest(expected))
