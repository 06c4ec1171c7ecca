/** E.164: a plus, then the country's code. */
const E164 = /^\+[1-9]\d{5,14}$/

/** `+49 (151) 1-23` and `0049151123` are one number. `''` when it is none that can be dialled from anywhere. */
export function phoneOf(written: string): string {
  const plain = written
    .trim()
    .replace(/[\s().\-/\u00a0\u2011]/g, '')
    .replace(/^00/, '+')
  return E164.test(plain) ? plain : ''
}
