import { TextInput } from '@mantine/core'
import { say } from './strings.ts'

type Props = { from: string; to: string; onFrom: (text: string) => void; onTo: (text: string) => void; zone: string }

/** From when to when, on the wall of a zone that is said beside it. */
export function SpanFields({ from, to, onFrom, onTo, zone }: Props) {
  return (
    <>
      <div className="override-times">
        <TextInput
          type="datetime-local"
          label={say('from')}
          required
          value={from}
          onChange={(event) => onFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={say('to')}
          required
          value={to}
          error={from >= to ? say('toAfterFrom') : undefined}
          onChange={(event) => onTo(event.currentTarget.value)}
        />
      </div>
      <p className="f12 t3">{say('inZone', { zone })}</p>
    </>
  )
}
