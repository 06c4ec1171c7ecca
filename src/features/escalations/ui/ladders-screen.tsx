import './escalation.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import type { LadderView } from '../contract/ladders.ts'
import { basisInWords, Failed, ladderPath, mainTabs, namesOf, usedBy } from './frame.tsx'
import { say as named } from './manifest-strings.ts'
import { laddersQuery } from './queries.ts'
import { ReadingPanel } from './reading-panel.tsx'
import { say } from './strings.ts'

/** All ladders: what each does in one line, and whose it is. */
export function Screen() {
  const { data, isPending, isError, refetch } = useQuery(laddersQuery)
  const own = data?.items.filter((ladder) => !ladder.isFallback) ?? []
  return (
    <Page title={named('title')} tabs={mainTabs()}>
      {isPending && <RowsSkeleton rows={6} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && own.length === 0 && <EmptyState title={say('empty')} what={say('emptyWhat')} cli="tocsin apply policies/mine" />}
      {data && (
        <Panel title={say('ladders')} note={own.length}>
          <Rows
            columns="minmax(0, 1fr) minmax(0, 2fr) 150px"
            narrowColumns="minmax(0, 1fr)"
            head={[say('laddersHow'), say('laddersSteps'), say('laddersUsed')]}
            isTall
            label={say('ladders')}
          >
            {data.items.map((ladder) => (
              <LadderLine key={ladder.id} ladder={ladder} />
            ))}
          </Rows>
        </Panel>
      )}
      {own.length > 0 && <ReadingPanel />}
    </Page>
  )
}

function LadderLine({ ladder }: { ladder: LadderView }) {
  const steps = ladder.steps.map((step) => namesOf(step.page))
  return (
    <Row>
      <span>
        <Link to={ladderPath(ladder.id)} className="medium">
          {ladder.name}
        </Link>
        <span className="row-second">{ladder.isFallback ? say('fallbackNote') : basisInWords(ladder)}</span>
      </span>
      <span className="t2">{steps.reduce((before, after) => say('thenStep', { before, after }))}</span>
      <span className="f12 t3">{ladder.isFallback ? '' : usedBy(ladder)}</span>
    </Row>
  )
}
