import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { Suspense, useMemo, useState } from 'react'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { GoTo } from './code-editor.tsx'
import { dropDraft } from './draft.ts'
import { FindingsPanel } from './findings-panel.tsx'
import { DraftPage } from './frame.tsx'
import { type Finding, useLanguage } from './queries.ts'
import { FILE, repaired, wordsInstead } from './repairs.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'

const CodeEditor = lazily(() => import('./code-editor.tsx'), 'CodeEditor')
const ExplainPanel = lazily(() => import('./explain-panel.tsx'), 'ExplainPanel')

/** The policy as its file: findings beside it, and what it would have done. */
export function Screen() {
  return <DraftPage isFull>{(editing) => <Workbench editing={editing} />}</DraftPage>
}

function Workbench({ editing }: { editing: Editing }) {
  const { text, write, changed } = editing
  const { data: language } = useLanguage()
  const [cursor, setCursor] = useState<number | null>(null)
  const { own, at, goTo, show, showNext, repair, repairCurrent } = useFindings(editing)
  useShortcuts([{ keys: 'F8', label: () => say('nextFinding'), run: showNext }])
  return (
    <div className="policy">
      <section className="policy-text" aria-label={say('file')}>
        <TextHead editing={editing} />
        <Suspense fallback={<RowsSkeleton rows={10} />}>
          <CodeEditor
            {...{ text, language, changed, goTo }}
            label={say('textLabel', { file: say('file') })}
            findings={own}
            onChange={write}
            onCursor={setCursor}
            onNextFinding={showNext}
            onRepair={repairCurrent}
          />
        </Suspense>
        <Suspense fallback={null}>{cursor !== null && <ExplainPanel text={text} running={editing.running} cursor={cursor} />}</Suspense>
      </section>
      <aside className="policy-side" aria-label={say('findings')}>
        <FindingsPanel editing={editing} current={at} onShow={show} onRepair={repair} />
        <ReplayPanel key={text} editing={editing} />
      </aside>
    </div>
  )
}

function TextHead({ editing: { changed, savedAt } }: { editing: Editing }) {
  return (
    <div className="policy-head">
      <h2 className="mono">{say('file')}</h2>
      {changed.length > 0 && <span className="chip chip-accent">{say('linesChanged', { count: changed.length })}</span>}
      {savedAt !== undefined && (
        <Button size="xs" variant="subtle" onClick={dropDraft}>
          {say('dropDraft')}
        </Button>
      )}
      <span className="push t3 f12 only-wide">{say('hint')}</span>
    </div>
  )
}

const NONE: Finding[] = []

/** Where one stands among the findings, and what mends them. */
function useFindings({ text, write, checked }: Editing) {
  const { line } = useSearch({ strict: false }) as { line?: number }
  const [goTo, setGoTo] = useState<GoTo | null>(line ? { line, column: 1 } : null)
  const [current, setCurrent] = useState(0)
  const findings = checked?.findings ?? NONE
  const own = useMemo(() => findings.filter(({ file }) => file === FILE), [findings])
  const at = findings[Math.min(current, findings.length - 1)]
  const show = (finding: Finding) => {
    setCurrent(findings.indexOf(finding))
    if (finding.file === FILE) setGoTo({ line: finding.line, column: finding.column })
  }
  const repair = (finding: Finding, word: string) => write(repaired(text, finding, word))
  const showNext = () => {
    const step = goTo ? 1 : 0
    const next = own[(at ? own.indexOf(at) + step : 0) % Math.max(1, own.length)]
    if (next) show(next)
  }
  const repairCurrent = () => {
    const [word] = at ? wordsInstead(at) : []
    if (at && word) repair(at, word)
  }
  return { own, at, goTo, show, showNext, repair, repairCurrent }
}
