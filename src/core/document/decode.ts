/** Above ASCII: what the bytes of a UTF-8 file look like when an editor took them for Windows or old Mac text and saved that. */
const WINDOWS_1252 = `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ${Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)).join('')}`
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

type Bytes = ReadonlyMap<string, number>
const TABLES: readonly Bytes[] = [WINDOWS_1252, MAC_ROMAN].map((upper) => new Map([...upper].map((char, index) => [char, 0x80 + index])))

/** Runs of two and more: nobody writes such a run that is UTF-8 by chance. */
const MISREAD = new RegExp(`[${[...new Set(WINDOWS_1252 + MAC_ROMAN)].join('').replace(/[\\\]^-]/g, '\\$&')}]{2,}`, 'gu')

/** `â†“` → `↓`: text that was UTF-8, was read as something else and saved. What does not decode stays as it is. */
export function repairMojibake(text: string): string {
  return text.replace(MISREAD, (run) =>
    TABLES.map((bytes) => decodedRun(run, bytes)).reduce((best, each) => (each.length < best.length ? each : best)),
  )
}

/** The stretches of a run that are UTF-8; a stretch may stand between characters that were meant. */
function decodedRun(run: string, table: Bytes): string {
  const chars = [...run]
  const bytes = chars.map((char) => table.get(char) ?? 0)
  let out = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    out += length > 1 ? utf8(bytes.slice(at, at + length)) : chars[at]
    at += length
  }
  return out
}

/** How many bytes a UTF-8 sequence that begins at `at` has; 1 when none does. */
function sequenceLength(bytes: number[], at: number): number {
  const lead = bytes[at] ?? 0
  const length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  const tail = bytes.slice(at + 1, at + length)
  return tail.length === length - 1 && tail.every((byte) => byte >= 0x80 && byte <= 0xbf) && lead <= 0xf4 ? length : 1
}

const utf8 = (bytes: number[]): string => new TextDecoder().decode(Uint8Array.from(bytes))

/** What a document was saved as, and its text. */
export type Decoded = { text: string; encoding: string }

/**
 * The text of a document in whatever encoding it was saved: UTF-8, UTF-16 (by its mark or its zeros), Shift JIS or EUC where that gives
 * Japanese, else Windows-1252. Lines end in `\n`.
 */
export function decodeDocument(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes)
  const text = repairMojibake(new TextDecoder(encoding).decode(bytes))
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
  return { text, encoding }
}

/** Zeros in every second place are the other halves of Latin letters. */
const isZeroAt = (bytes: Uint8Array, first: 0 | 1): boolean => bytes.length > 3 && bytes[first] === 0 && bytes[first + 2] === 0

function encodingOf(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || isZeroAt(bytes, 1)) return 'utf-16le'
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || isZeroAt(bytes, 0)) return 'utf-16be'
  if (decodes(bytes, 'utf-8') !== null) return 'utf-8'
  return JAPANESE.find((each) => isJapanese(decodes(bytes, each))) ?? 'windows-1252'
}

const JAPANESE = ['euc-jp', 'shift_jis']
/** One kana in so many characters: Japanese without kana is not written. */
const KANA_ONE_IN = 20

function isJapanese(text: string | null): boolean {
  const kana = text?.match(/[\u3041-\u30fe]/gu)?.length ?? 0
  return text !== null && kana * KANA_ONE_IN > text.length
}

function decodes(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
