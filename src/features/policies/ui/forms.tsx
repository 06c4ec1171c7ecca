import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { EntryForm } from './entry-form.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { repaired } from './repairs.ts'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'
import { type Entry, sectionOf, withEntry } from './yaml-entries.ts'

const SECTIONS = ['severities', 'roles', 'obligations', 'channels', 'templates'] as const
type SectionName = (typeof SECTIONS)[number]
const titleOf = (section: SectionName): string => say(section === 'templates' ? 'messages' : section)

/** The main sections as forms; they change the same draft as the text does. */
export function Forms({ editing }: { editing: Editing }) {
  const { section: asked, entry: id } = useSearch({ strict: false }) as { section?: string; entry?: string }
  const section = SECTIONS.find((each) => each === asked) ?? 'severities'
  const { entries, fault } = useMemo(() => sectionOf(editing.text, section), [editing.text, section])
  const navigate = useNavigate()
  const show = (entry: string) => void navigate({ to: '/policy/forms', search: { section, entry } })
  if (fault)
    return (
      <ErrorState
        what={say('unreadable', fault)}
        kept=""
        action={
          <Button size="xs" onClick={() => void navigate({ to: '/policy', search: { line: fault.line } })}>
            {say('openText')}
          </Button>
        }
      />
    )
  const entry = entries.find((each) => each.id === id) ?? entries[0]
  return (
    <div className="stack">
      <SectionTabs current={section} />
      <div className="policy-forms">
        <Panel title={titleOf(section)} note={entries.length}>
          <EntryList section={section} entries={entries} current={entry} />
          <AddEntry
            section={section}
            onAdd={(added) => {
              editing.write(withEntry(editing.text, section, { id: added }))
              show(added)
            }}
          />
        </Panel>
        {entry ? (
          <EntryForm key={`${section} ${entry.id}`} editing={editing} section={section} entry={entry} />
        ) : (
          <EmptyState title={say('sectionEmpty')} what={say('sectionEmptyWhat')} />
        )}
        <section className="panel" aria-label={say('findings')}>
          <FindingsPanel
            editing={editing}
            current={undefined}
            onShow={({ line }) => void navigate({ to: '/policy', search: { line } })}
            onRepair={(finding, word) => editing.write(repaired(editing.text, finding, word))}
          />
        </section>
      </div>
    </div>
  )
}

function SectionTabs({ current }: { current: SectionName }) {
  return (
    <nav className="policy-sections line line-wrap" aria-label={say('sections')}>
      {SECTIONS.map((section) => (
        <Link
          key={section}
          to="/policy/forms"
          search={{ section }}
          className="chip policy-section"
          aria-current={section === current ? 'page' : undefined}
        >
          {titleOf(section)}
        </Link>
      ))}
    </nav>
  )
}

function EntryList({ section, entries, current }: { section: SectionName; entries: readonly Entry[]; current: Entry | undefined }) {
  return (
    <Rows columns="minmax(0, 1fr)" label={say('entries', { section: titleOf(section) })}>
      {entries.map((entry) => (
        <Row key={`${entry.id} ${entry.line}`} isCurrent={entry === current}>
          <Link to="/policy/forms" search={{ section, entry: entry.id }} className="policy-entry">
            <span className="medium">{typeof entry.values.name === 'string' ? entry.values.name : entry.id}</span>
            <span className="row-second mono">{entry.id}</span>
          </Link>
        </Row>
      ))}
    </Rows>
  )
}

function AddEntry({ section, onAdd }: { section: SectionName; onAdd: (id: string) => void }) {
  const [id, setId] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    onAdd(id.trim())
    setId('')
  }
  return (
    <form className="panel-inside" onSubmit={add}>
      <TextInput label={say('newId')} description={say('newIdWhat')} value={id} onChange={(event) => setId(event.currentTarget.value)} />
      <Button type="submit" disabled={id.trim() === ''}>
        {say('addEntry', { section: titleOf(section) })}
      </Button>
    </form>
  )
}
