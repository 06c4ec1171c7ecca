import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, Suspense, useState } from 'react'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { dropDraft, keepDraft } from './draft.ts'
import { say } from './strings.ts'
import { policyTabs } from './tabs.ts'
import { type Editing, type EditingState, useEditing } from './use-editing.ts'
import './policy.css'

const ApplyDialog = lazily(() => import('./apply-dialog.tsx'), 'ApplyDialog')
const DiffDialog = lazily(() => import('./apply-dialog.tsx'), 'DiffDialog')

/** A screen that changes the draft: what of it is kept, the difference, and the way into force. */
export function DraftPage({ isFull = false, children }: { isFull?: boolean; children: (editing: Editing) => ReactNode }) {
  const state = useEditing()
  const { editing } = state
  return (
    <Page title={say('title')} tabs={policyTabs()} isFull={isFull} action={editing ? <DraftActions editing={editing} /> : <span />}>
      {isFull && <NarrowTabs />}
      {editing && <MovedOn editing={editing} />}
      {editing ? children(editing) : <NotYet state={state} />}
    </Page>
  )
}

/** A screen that reaches the edges shows its tabs in the top bar alone, which has no room for them on a phone. */
function NarrowTabs() {
  return (
    <div className="only-narrow">
      <nav className="tabs tabs-narrow" aria-label={say('title')}>
        {policyTabs().map(({ label, to }) => (
          <Link key={to} to={to} className="tab" activeOptions={{ exact: true, includeSearch: false }}>
            {label}
          </Link>
        ))}
      </nav>
    </div>
  )
}

function NotYet({ state: { error, refetch } }: { state: EditingState }) {
  if (!error) return <RowsSkeleton rows={8} />
  return <ErrorState what={say('failed')} kept={`${error.message} ${say('failedKept')}`} isPagingAffected={false} onAgain={refetch} />
}

function DraftActions({ editing }: { editing: Editing }) {
  const { savedAt, errors, running, isChecked, checked } = editing
  const [open, setOpen] = useState<'diff' | 'apply' | null>(null)
  const hasDraft = savedAt !== undefined
  useShortcuts(hasDraft ? [{ keys: 'd', label: () => say('diff'), run: () => setOpen('diff') }] : [])
  return (
    <span className="line policy-actions">
      <span className="t3 f12 only-wide">
        {!hasDraft && say('inForce', { version: running.version })}
        {savedAt && say.rich('saved', { ago: <RelativeTime key="ago" at={savedAt} /> })}
        {savedAt === null && <span className="soon">{say('unsaved')}</span>}
      </span>
      {hasDraft && (
        <Button size="xs" onClick={() => setOpen('diff')} rightSection={<KeyHint keys="d" />}>
          {say('diff')}
        </Button>
      )}
      {running.can.apply && hasDraft && (
        <Button
          size="xs"
          variant={errors === 0 ? 'filled' : 'default'}
          disabled={errors > 0 || !isChecked || !checked?.isApplicable}
          onClick={() => setOpen('apply')}
        >
          {errors > 0 ? say('applyAfter', { count: errors }) : say('apply')}
        </Button>
      )}
      <Suspense fallback={null}>
        {open === 'diff' && <DiffDialog editing={editing} onClose={() => setOpen(null)} />}
        {open === 'apply' && <ApplyDialog editing={editing} onClose={() => setOpen(null)} />}
      </Suspense>
    </span>
  )
}

/** Somebody else's version came into force under a draft: what applying would take back is said before anything else. */
function MovedOn({ editing: { running, basedOn, text, savedAt } }: { editing: Editing }) {
  if (savedAt === undefined || basedOn === running.version) return null
  return (
    <div className="policy-moved" role="alert">
      <span>
        <b>{say('movedOn', { version: running.version })}</b> {say('movedOnCost', { basedOn })}
      </span>
      <span className="line line-wrap">
        <Button size="xs" component="a" href={`/policy/versions?version=${running.version}`}>
          {say('seeTheirs')}
        </Button>
        <Button size="xs" onClick={() => keepDraft({ text, basedOn: running.version })}>
          {say('keepMine')}
        </Button>
        <Button size="xs" onClick={dropDraft}>
          {say('dropDraft')}
        </Button>
      </span>
    </div>
  )
}
