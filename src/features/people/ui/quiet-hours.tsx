import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { Choices } from '../../../web/kit/choices.tsx'
import type { OwnRulesAnswer } from '../contract.ts'
import { say } from './rules-strings.ts'
import { DAYS, dayWord, quietSentence } from './rules-words.ts'

type DraftWindow = OwnRulesAnswer['quiet'][number] & { key: string }

/** Typed, because the browser's own field shows AM and PM to some. */
const TIME_OF_DAY = '([01]\\d|2[0-3]):[0-5]\\d'

type Props = { windows: DraftWindow[]; zone: string; onChange: (windows: DraftWindow[]) => void }

/** Windows of the week in which low urgency does not wake. */
export function QuietHours({ windows, zone, onChange }: Props) {
  const change = (key: string, part: Partial<DraftWindow>) =>
    onChange(windows.map((each) => (each.key === key ? { ...each, ...part } : each)))
  return (
    <fieldset className="rules">
      <legend>{say('quiet')}</legend>
      <p className="t3 f12">{say('quietWhat')}</p>
      <p className="rules-sentence">{quietSentence(windows, zone)}</p>
      {windows.map((window, i) => (
        <WindowLine
          key={window.key}
          window={window}
          number={i + 1}
          onChange={(part) => change(window.key, part)}
          onRemove={() => onChange(windows.filter(({ key }) => key !== window.key))}
        />
      ))}
      <Button
        size="xs"
        className="rules-add"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...windows, { key: crypto.randomUUID(), days: [], from: '22:00', to: '07:00' }])}
      >
        {say('addQuiet')}
      </Button>
    </fieldset>
  )
}

type LineProps = { window: DraftWindow; number: number; onChange: (part: Partial<DraftWindow>) => void; onRemove: () => void }

function WindowLine({ window, number, onChange, onRemove }: LineProps) {
  return (
    <div className="rules-line rules-window">
      <Choices
        aria-label={say('quietDays', { count: number })}
        placeholder={window.days.length === 0 ? say('quietEvery') : undefined}
        data={DAYS.map((day) => ({ value: day, label: dayWord(day) }))}
        value={window.days}
        onChange={(days) => onChange({ days })}
      />
      <TextInput
        required
        inputMode="numeric"
        pattern={TIME_OF_DAY}
        placeholder="00:00"
        maxLength={5}
        aria-label={say('quietFrom', { count: number })}
        value={window.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        required
        inputMode="numeric"
        pattern={TIME_OF_DAY}
        placeholder="00:00"
        maxLength={5}
        aria-label={say('quietTo', { count: number })}
        value={window.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <ActionIcon variant="subtle" aria-label={say('takeQuiet', { count: number })} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  )
}
