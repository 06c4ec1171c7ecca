import { Button, Switch, Textarea, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { type Field, fieldsOf, shownOf, written } from './form-kinds.ts'
import { useLanguage } from './queries.ts'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'
import { type Entry, readValue, withoutEntry, withValue, yamlOf } from './yaml-entries.ts'

type EntryFormProps = { editing: Editing; section: string; entry: Entry }

/** One entry of a section: a field for each key of the language. Whatever is changed stands in the text at once. */
export function EntryForm({ editing, section, entry }: EntryFormProps) {
  const { data: language } = useLanguage()
  const fields = language ? fieldsOf(language, section) : []
  const write = (key: string, value: unknown) => editing.write(withValue(editing.text, { section, id: entry.id, key, value }))
  const isUsed = ({ key, kind, isNeeded }: Field): boolean => kind !== 'yaml' || isNeeded || entry.values[key] !== undefined
  const rest = fields.filter((field) => !isUsed(field))
  const draw = (field: Field) => (
    <FieldInput key={field.key} field={field} value={entry.values[field.key]} onWrite={(value) => write(field.key, value)} />
  )
  return (
    <Panel
      title={entry.id}
      note={say('line', { line: entry.line })}
      actions={
        <Button size="xs" onClick={() => editing.write(withoutEntry(editing.text, section, entry.id))}>
          {say('removeEntry', { id: entry.id })}
        </Button>
      }
      isPadded
    >
      {fields.filter(isUsed).map(draw)}
      {rest.length > 0 && (
        <details className="policy-more">
          <summary>{say('moreFields')}</summary>
          <div className="stack">{rest.map(draw)}</div>
        </details>
      )}
      <details className="policy-more">
        <summary>{say('formText')}</summary>
        <pre className="mono">{entry.text.trimEnd()}</pre>
      </details>
    </Panel>
  )
}

type FieldProps = { field: Field; value: unknown; onWrite: (value: unknown) => void }

function FieldInput({ field, value, onWrite }: FieldProps) {
  const { key, kind, help, options, isNeeded } = field
  const shared = { label: key, description: help || undefined, required: isNeeded }
  if (kind === 'yaml') return <YamlInput field={field} value={value} onWrite={onWrite} />
  if (kind === 'switch')
    return (
      <Switch
        label={key}
        description={help || undefined}
        checked={value === true}
        onChange={(event) => onWrite(event.currentTarget.checked)}
      />
    )
  if (kind === 'choice')
    return (
      <Choice
        {...shared}
        placeholder={say('notSaid')}
        value={value === undefined ? null : String(value)}
        data={options.map((option) => ({ value: option, label: option === 'true' ? say('yes') : option === 'false' ? say('no') : option }))}
        onChange={(chosen) => onWrite(written(kind, chosen ?? ''))}
      />
    )
  return <WrittenInput field={field} value={value} onWrite={onWrite} />
}

/** What is typed is written when the field is left, so that half a word is no change. */
function WrittenInput({ field: { key, kind, help, isNeeded }, value, onWrite }: FieldProps) {
  const shown = shownOf(kind, value)
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    if (typed !== null && typed !== shown) onWrite(written(kind, typed))
    setTyped(null)
  }
  const isLong = kind === 'list' || shown.includes('\n') || key === 'text'
  const shared = { label: key, required: isNeeded, value: typed ?? shown, onBlur: leave }
  const description = [help, kind === 'list' ? say('listWhat') : ''].filter(Boolean).join(' · ') || undefined
  return isLong ? (
    <Textarea
      {...shared}
      description={description}
      autosize
      minRows={kind === 'list' ? 1 : 3}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...shared} description={description} onChange={(event) => setTyped(event.currentTarget.value)} />
  )
}

function YamlInput({ field: { key, help, isNeeded }, value, onWrite }: FieldProps) {
  const id = useId()
  const shown = yamlOf(value)
  const [typed, setTyped] = useState<string | null>(null)
  const read = readValue(typed ?? shown)
  const leave = () => {
    if (typed === null || !read.ok) return
    if (typed !== shown) onWrite(read.value)
    setTyped(null)
  }
  return (
    <Textarea
      id={id}
      label={key}
      required={isNeeded}
      description={[help, say('yamlWhat')].filter(Boolean).join(' · ')}
      classNames={{ input: 'mono' }}
      autosize
      minRows={1}
      value={typed ?? shown}
      error={read.ok ? undefined : say('yamlWrong', { why: read.why })}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
    />
  )
}
