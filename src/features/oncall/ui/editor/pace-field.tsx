import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import { withPace } from './draft-rotation.ts'
import type { ChangeLayer } from './editing.ts'
import { say } from './strings.ts'

const NAMED = ['weekly', 'daily', 'hourly', 'monthly'] as const
const USUAL = ['12h', '2d', '2w'] as const
const OWN = 'own'

/** How long a turn is: a named rotation, or any length. */
export function PaceField({ layer, onChange }: { layer: Layer; onChange: ChangeLayer }) {
  const text = typeof layer.rotation === 'string' ? layer.rotation : layer.rotation.text
  const isKnown = [...NAMED, ...USUAL].some((each) => each === text)
  const [isOwn, setOwn] = useState(!isKnown)
  const [typed, setTyped] = useState(text)
  const apply = (pace: string) => onChange((each) => withPace(each, pace) ?? each)
  return (
    <>
      <Choice
        label={say('rotates')}
        value={isOwn ? OWN : text}
        onChange={(value) => {
          setOwn(value === OWN)
          if (value && value !== OWN) apply(value)
        }}
        data={[
          ...NAMED.map((value) => ({ value, label: say(`pace_${value}`) })),
          ...USUAL.map((value) => ({ value, label: say(`pace_${value}`) })),
          { value: OWN, label: say('pace_own') },
        ]}
      />
      {isOwn && (
        <TextInput
          label={say('paceLength')}
          description={say('paceLengthWhat')}
          value={typed}
          error={withPace(layer, typed) ? undefined : say('paceWrong', { text: typed })}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            apply(event.currentTarget.value)
          }}
        />
      )}
    </>
  )
}
