import type { KeyPattern } from '../manifest.ts'
import { keycaps } from '../shell/keys.ts'

/** The key that does the same, printed on the button; the button's name does not repeat it. */
export function KeyHint({ keys }: { keys: KeyPattern }) {
  return (
    <span className="keys" aria-hidden>
      {keycaps(keys).map((cap) => (
        <kbd key={cap} className="key">
          {cap}
        </kbd>
      ))}
    </span>
  )
}
