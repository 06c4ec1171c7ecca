import { ActionIcon, Button } from '@mantine/core'
import { IconAlertTriangle, IconPlus, IconX } from '@tabler/icons-react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { roadTitle, roadWord } from '../../../web/kit/road-words.ts'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { OwnRulesAnswer } from '../contract.ts'
import { say } from './rules-strings.ts'
import { sentenceOf, type Urgency, waitInWords, waitMs } from './rules-words.ts'

export type DraftLine = OwnRulesAnswer['high'][number] & { key: string }

type Props = { urgency: Urgency; lines: DraftLine[]; rules: OwnRulesAnswer; onChange: (lines: DraftLine[]) => void }

/** The steps for one urgency under the sentence that they make. */
export function RuleLines({ urgency, lines, rules, onChange }: Props) {
  const change = (key: string, part: Partial<DraftLine>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  const levels = rules.levels[urgency]
  return (
    <fieldset className="rules">
      <legend>{say(urgency)}</legend>
      <p className="line line-wrap t3 f12">
        {say(urgency === 'high' ? 'highWhat' : 'lowWhat')}
        {levels.length === 0 ? say('noLevels') : levels.map(({ id, name }) => <Chip key={id}>{id === name ? id : `${id} ${name}`}</Chip>)}
      </p>
      <p className="rules-sentence">{sentenceOf(lines, urgency)}</p>
      <Warnings urgency={urgency} lines={lines} rules={rules} />
      {lines.map((line, i) => (
        <StepLine
          key={line.key}
          line={line}
          number={i + 1}
          rules={rules}
          onChange={(part) => change(line.key, part)}
          onRemove={() => onChange(lines.filter(({ key }) => key !== line.key))}
        />
      ))}
      <Button
        size="xs"
        className="rules-add"
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-label={say(urgency === 'high' ? 'addHigh' : 'addLow')}
        onClick={() => onChange([...lines, { key: crypto.randomUUID(), after: nextWait(lines), by: [] }])}
      >
        {say('addStep')}
      </Button>
    </fieldset>
  )
}

const WAITS = ['0m', '30s', '1m', '2m', '3m', '5m', '10m', '15m', '30m', '1h']

/** The usual wait after the last one. */
function nextWait(lines: readonly DraftLine[]): string {
  if (lines.length === 0) return WAITS[0] ?? '0m'
  const last = Math.max(...lines.map(({ after }) => waitMs(after)))
  return WAITS.find((wait) => waitMs(wait) > last) ?? WAITS.at(-1) ?? '0m'
}

type StepProps = {
  line: DraftLine
  number: number
  rules: OwnRulesAnswer
  onChange: (part: Partial<DraftLine>) => void
  onRemove: () => void
}

function StepLine({ line, number, rules, onChange, onRemove }: StepProps) {
  const waits = [...new Set([...WAITS, line.after])].sort((one, other) => waitMs(one) - waitMs(other))
  const roads = [...new Set([...rules.roads.map(({ road }) => road), ...line.by])]
  return (
    <div className="rules-line">
      <Choice
        aria-label={say('when', { count: number })}
        data={waits.map((wait) => ({ value: wait, label: waitInWords(wait) }))}
        value={line.after}
        onChange={(after) => after && onChange({ after })}
      />
      <Choices
        aria-label={say('by', { count: number })}
        placeholder={line.by.length === 0 ? say('pickRoad') : undefined}
        data={roads.map((road) => ({ value: road, label: roadTitle(road) }))}
        value={line.by}
        onChange={(by) => onChange({ by })}
      />
      <ActionIcon variant="subtle" aria-label={say('takeOut', { count: number })} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  )
}

/** What the rules cost, before they are saved. */
function Warnings({ urgency, lines, rules }: Omit<Props, 'onChange'>) {
  const stepped = [...new Set(lines.flatMap(({ by }) => by))]
  const of = (road: string) => rules.roads.find((each) => each.road === road)
  const unreachable = stepped.filter((road) => of(road)?.counts === false)
  const isSleeping = urgency === 'high' && stepped.length > 0 && !stepped.some((road) => of(road)?.wakes && of(road)?.counts)
  return (
    <>
      {isSleeping && (
        <p className="rules-warning">
          <IconAlertTriangle size={16} aria-hidden />
          {say('wakesNot')}
        </p>
      )}
      {unreachable.length > 0 && (
        <p className="rules-warning">
          <IconAlertTriangle size={16} aria-hidden />
          {say('unreachable', { roads: unreachable.map(roadWord).join(', ') })}
        </p>
      )}
    </>
  )
}
