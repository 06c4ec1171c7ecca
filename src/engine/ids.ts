import { randomFillSync } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const randomCharacters = 14

/** Asking the system for random bytes costs more than all the rest of an id: asked for three hundred ids at once. */
const reserve = new Uint8Array(randomCharacters * 300)
let used = reserve.length

function takeRandom(count: number): Uint8Array {
  if (used + count > reserve.length) {
    randomFillSync(reserve)
    used = 0
  }
  used += count
  return reserve.subarray(used - count, used)
}

/** A new id: nine characters of time, so that ids sort by age, then seventy random bits. Lower case, safe in URLs and file names. */
export function newId(now: Temporal.Instant): string {
  let ms = now.epochMilliseconds
  let time = ''
  for (let i = 0; i < 9; i += 1) {
    time = alphabet[ms % 32] + time
    ms = Math.floor(ms / 32)
  }
  let random = ''
  for (const byte of takeRandom(randomCharacters)) random += alphabet[byte % 32]
  return time + random
}
