import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import { LineDiff, WordDiff } from './diff-view.tsx'
import { keepDraft } from './draft.ts'
import { ProposalsPanel } from './proposals-panel.tsx'
import { useDiff, useVersion, useVersions, type Version } from './queries.ts'
import { say } from './strings.ts'
import { policyTabs } from './tabs.ts'
import './policy.css'

const RollBackDialog = lazily(() => import('./roll-back-dialog.tsx'), 'RollBackDialog')

/** Each version with its author, reason and approval; what it changed, and the way back to it. */
export function Screen() {
  const { data, error, refetch } = useVersions()
  const { version } = useSearch({ strict: false }) as { version?: number }
  const current = data?.items[0]?.version
  return (
    <Page title={say('title')} tabs={policyTabs()} action={<span />}>
      <div className="stack">
        {error && <ErrorState what={say('versionsFailed')} kept={`${error.message} ${say('failedKept')}`} onAgain={() => void refetch()} />}
        {!data && !error && <RowsSkeleton rows={5} />}
        {data?.items.length === 0 && (
          <EmptyState title={say('versionsEmpty')} what={say('versionsEmptyWhat')} cli={say('versionsEmptyCli')} />
        )}
        <ProposalsPanel />
        {data && current !== undefined && (
          <div className="policy-versions">
            <Panel title={say('versionsTitle')} note={data.items.length}>
              <Rows columns="56px minmax(0, 1fr)" isTall label={say('versionsTitle')}>
                {data.items.map((each) => (
                  <VersionLine
                    key={each.version}
                    version={each}
                    isCurrent={each.version === current}
                    isShown={each.version === (version ?? current)}
                  />
                ))}
              </Rows>
            </Panel>
            <VersionPanel key={version ?? current} version={version ?? current} current={current} />
          </div>
        )}
      </div>
    </Page>
  )
}

/** More changes than these are read where the version is shown. */
const MOST_CHANGES = 2

function VersionLine({ version: each, isCurrent, isShown }: { version: Version; isCurrent: boolean; isShown: boolean }) {
  useZone()
  const navigate = useNavigate()
  const { version, at, by, note, changes, approvedBy } = each
  const more = changes.length - MOST_CHANGES
  return (
    <Row isCurrent={isShown}>
      <span className="medium">{say('version', { version })}</span>
      <div className="policy-version">
        <button type="button" className="policy-link medium" onClick={() => void navigate({ to: '.', search: { version } })}>
          {note || say('noNote')}
          <span className="sr">{say('showVersion', { version })}</span>
        </button>
        {isCurrent && <span className="chip">{say('current')}</span>}
        <span className="row-second">
          {[say('byAt', { by, at: fullMoment(Date.parse(at)) }), approvedBy ? say('approvedBy', { by: approvedBy }) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="row-second">
          {changes.slice(0, MOST_CHANGES).join('; ')}
          {more > 0 && ` ${say('changesToo', { count: more })}`}
        </span>
      </div>
    </Row>
  )
}

function VersionPanel({ version, current }: { version: number; current: number }) {
  const navigate = useNavigate()
  const { data } = useVersion(version)
  const changed = useDiff({ from: version - 1, to: version })
  const since = useDiff(version === current ? undefined : { from: version, to: current })
  const [isAsked, setAsked] = useState(false)
  const edit = () => {
    if (data) keepDraft({ text: data.text, basedOn: current })
    void navigate({ to: '/policy' })
  }
  return (
    <Panel
      title={say('versionTitle', { version })}
      actions={
        version !== current &&
        data?.can.restore && (
          <>
            <Button size="xs" onClick={edit}>
              {say('editFrom')}
            </Button>
            <Button size="xs" variant="filled" onClick={() => setAsked(true)}>
              {say('rollBack')}
            </Button>
          </>
        )
      }
      isPadded
    >
      <h3>{say('changedWhat')}</h3>
      {changed.error && <ErrorState what={say('versionsFailed')} kept={changed.error.message} onAgain={() => void changed.refetch()} />}
      {changed.data ? (
        <>
          <WordDiff differences={changed.data.differences} />
          <LineDiff of={say('version', { version })} lines={changed.data.lines} />
        </>
      ) : (
        !changed.error && <RowsSkeleton rows={3} />
      )}
      {since.data && (
        <>
          <h3>{say('sinceThen')}</h3>
          <WordDiff differences={since.data.differences} />
        </>
      )}
      <Suspense fallback={null}>
        {isAsked && <RollBackDialog version={version} current={current} onClose={() => setAsked(false)} />}
      </Suspense>
    </Panel>
  )
}
