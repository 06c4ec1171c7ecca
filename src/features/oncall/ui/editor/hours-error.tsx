/** What hours leave open, told at the field that leaves it. */
export function HoursError({ error }: { error: string | undefined }) {
  if (!error) return null
  return (
    <p id="hours-error" className="f12 missed" role="status">
      {error}
    </p>
  )
}
