import { wholeErrorOf } from './queries.ts'

/** What the server refused, beside no field in particular. */
export function SaidWrong({ error }: { error: Error | null }) {
  const text = wholeErrorOf(error)
  return text ? (
    <p role="alert" className="missed">
      {text}
    </p>
  ) : null
}
