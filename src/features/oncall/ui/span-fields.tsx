import { MomentField } from '../../../web/kit/moment-field.tsx'
import { say } from './strings.ts'

type Props = { from: string; to: string; onFrom: (text: string) => void; onTo: (text: string) => void; zone: string }

/** From when to when, on the wall of a zone that is said beside it. */
export function SpanFields({ from, to, onFrom, onTo, zone }: Props) {
  return (
    <>
      <div className="override-times">
        <MomentField label={say('from')} required value={from} onChange={onFrom} />
        <MomentField label={say('to')} required value={to} error={from >= to ? say('toAfterFrom') : undefined} onChange={onTo} />
      </div>
      <p className="f12 t3">{say('inZone', { zone })}</p>
    </>
  )
}
