import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { ReviewDetail } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { Markdown } from './markdown.tsx'
import { useReview, useReviewAct } from './queries.ts'
import { ReviewSide } from './review-side.tsx'
import { say } from './strings.ts'
import './review.css'

const NOT_FOUND = 404

export function Screen() {
  const { name = '' } = useParams({ strict: false }) as { name?: string }
  const { data, error, refetch } = useReview(name)
  const isGone = error instanceof ApiProblem && error.problem.status === NOT_FOUND
  const tabs = [
    { label: say('warRoom'), to: `/incidents/${name}` },
    { label: say('review'), to: `/reviews/${name}` },
  ]
  return (
    <Page title={data?.reference ?? name} crumbs={[{ label: named('reviews'), to: '/reviews' }]} tabs={tabs} action={false}>
      {data && <Review review={data} name={name} />}
      {!data && !error && <RowsSkeleton rows={8} />}
      {!data && isGone && <EmptyState title={name} what={say('gone')} />}
      {!data && error && !isGone && (
        <ErrorState what={say('failed')} kept={`${error.message} ${say('kept')}`} onAgain={() => void refetch()} />
      )}
    </Page>
  )
}

function Review({ review, name }: { review: ReviewDetail; name: string }) {
  const { severity, title } = review
  return (
    <div className="review">
      <div className="line line-wrap review-title">
        <Severity rank={severity.rank} label={severity.id} word={severity.name} isLarge />
        <h2>{title}</h2>
      </div>
      <Document review={review} name={name} />
      <ReviewSide review={review} name={name} />
    </div>
  )
}

/** Read as it will be read, written as Markdown; what is being written is not lost when somebody else changes something. */
function Document({ review, name }: { review: ReviewDetail; name: string }) {
  const { act, isActing } = useReviewAct(name)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [mode, setMode] = useState<Mode>('read')
  const text = draft?.text ?? review.markdown
  const save = () =>
    act('edit', { markdown: text, basedOn: draft?.basedOn }).then(
      () => {
        setDraft(null)
        setMode('read')
      },
      () => undefined,
    )
  const switcher = review.can.edit && <ModeSwitch mode={mode} onMode={setMode} />
  return (
    <Panel
      title={say('document')}
      note={review.editedBy ? say('edited', { who: review.editedBy.name }) : say('drafted')}
      actions={switcher}
      isPadded
    >
      {mode === 'write' ? (
        <Textarea
          aria-label={say('markdown')}
          autosize
          minRows={20}
          className="review-text"
          value={text}
          onChange={(event) => setDraft({ text: event.currentTarget.value, basedOn: draft?.basedOn ?? review.revision })}
        />
      ) : (
        <Markdown text={text} />
      )}
      {draft !== null && (
        <div className="line">
          <Button className="push" onClick={() => setDraft(null)}>
            {say('cancel')}
          </Button>
          <Button variant="filled" loading={isActing} onClick={() => void save()}>
            {say('save')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

type Mode = 'read' | 'write'
/** What is being written, and which revision of the text it began with. */
type Draft = { text: string; basedOn: number }

function ModeSwitch({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={say('mode')}
      value={mode}
      onChange={(value) => onMode(value as Mode)}
      data={[
        { value: 'read', label: say('read') },
        { value: 'write', label: say('write') },
      ]}
    />
  )
}
