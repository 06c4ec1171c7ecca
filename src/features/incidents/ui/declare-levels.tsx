import { useId } from 'react'
import { Severity } from '../../../web/kit/severity.tsx'
import type { DeclareChoices } from '../contract/incident.ts'
import { say } from './declare-strings.ts'

type Level = DeclareChoices['severities'][number]
type Props = { levels: readonly Level[]; value: string | null; onChange: (id: string) => void }

/** Each level with what it means; the chosen one with its criteria and examples. */
export function DeclareLevels({ levels, value, onChange }: Props) {
  const group = useId()
  return (
    <fieldset className="declare-levels">
      <legend>{say('severityField')}</legend>
      {levels.map((level) => (
        <LevelLine key={level.id} level={level} group={group} isChosen={level.id === value} onChoose={() => onChange(level.id)} />
      ))}
    </fieldset>
  )
}

type LineProps = { level: Level; group: string; isChosen: boolean; onChoose: () => void }

function LevelLine({ level: { id, name, rank, definition, criteria, examples }, group, isChosen, onChoose }: LineProps) {
  const about = useId()
  const isTold = isChosen && criteria.length + examples.length > 0
  return (
    <div className={isChosen ? 'declare-level declare-level-on' : 'declare-level'}>
      <label>
        <input type="radio" name={group} checked={isChosen} onChange={onChoose} aria-describedby={isTold ? about : undefined} />
        <Severity rank={rank} label={id} word={name} isSolid={isChosen} />
        <span>{definition}</span>
      </label>
      {isTold && (
        <div id={about} className="declare-about f12 t2">
          {criteria.length > 0 && <p>{say('when', { list: criteria.join('; ') })}</p>}
          {examples.length > 0 && <p>{say('example', { list: examples.join('; ') })}</p>}
        </div>
      )}
    </div>
  )
}
