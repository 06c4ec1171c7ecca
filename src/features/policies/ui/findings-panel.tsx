import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconPencil } from '@tabler/icons-react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import type { Finding } from './queries.ts'
import { FILE, wordsInstead } from './repairs.ts'
import { sentence, Written } from './sentence.tsx'
import { say } from './strings.ts'
import type { Editing } from './use-editing.ts'

const LOOKS = {
  error: { icon: IconCircleX, tone: 'missed', chip: 'chip chip-missed', words: 'errors' },
  warning: { icon: IconAlertTriangle, tone: 'soon', chip: 'chip chip-soon', words: 'warnings' },
  advisory: { icon: IconPencil, tone: 't2', chip: 'chip', words: 'advisories' },
} as const
const LEVELS = ['error', 'warning', 'advisory'] as const

type FindingsProps = {
  editing: Editing
  current: Finding | undefined
  onShow: (finding: Finding) => void
  onRepair: (finding: Finding, word: string) => void
}

/** What is wrong with the draft: the cost first, then the place and the repair. */
export function FindingsPanel({ editing: { checked, isChecked, checkError }, current, onShow, onRepair }: FindingsProps) {
  const findings = checked?.findings ?? []
  return (
    <>
      <div className="policy-head">
        <h2>{say('findings')}</h2>
        {LEVELS.map((level) => {
          const count = findings.filter((each) => each.level === level).length
          const { icon: Icon, chip, words } = LOOKS[level]
          return count === 0 ? null : (
            <span key={level} className={chip}>
              <Icon size={12} aria-hidden />
              {say(words, { count })}
            </span>
          )
        })}
        <span className="push t3 f12" role="status">
          {isChecked && checked ? say('tookMs', { ms: checked.tookMs }) : checkError ? '' : say('checking')}
        </span>
      </div>
      {checkError && (
        <p className="policy-trouble missed" role="alert">
          {say('checkFailed', { why: checkError.message })}
        </p>
      )}
      {checked && findings.length === 0 && (
        <div className="policy-clean">
          <b>{say('noFindings')}</b>
          <p className="t2">{say('noFindingsWhat')}</p>
        </div>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets the role of a list without bullets */}
      <ul className="policy-findings" role="list" aria-label={say('findings')}>
        {findings.map((finding) => (
          <FindingLine
            key={`${finding.file}:${finding.line}:${finding.column}:${finding.rule}:${finding.message}`}
            finding={finding}
            isCurrent={finding === current}
            onShow={onShow}
            onRepair={onRepair}
          />
        ))}
      </ul>
    </>
  )
}

type LineProps = Pick<FindingsProps, 'onShow' | 'onRepair'> & { finding: Finding; isCurrent: boolean }

function FindingLine({ finding, isCurrent, onShow, onRepair }: LineProps) {
  const { level, message, remedy, cost, file, line } = finding
  const { icon: Icon, tone } = LOOKS[level]
  const words = wordsInstead(finding)
  return (
    <li className={isCurrent ? 'policy-finding policy-finding-current' : 'policy-finding'}>
      <Icon size={16} role="img" aria-label={say(level)} className={tone} />
      <button type="button" className={`policy-finding-title ${tone}`} onClick={() => onShow(finding)}>
        <Written text={message} />
      </button>
      <span className="mono t3 nowrap">{file === FILE ? say('line', { line }) : say('elsewhere')}</span>
      <p className="policy-finding-cost t2">
        {cost && <b>{`${sentence(cost)} `}</b>}
        <Written text={sentence(remedy)} />
      </p>
      {words.length > 0 && (
        <span className="policy-finding-repair line line-wrap">
          {words.map((word) => (
            <Button key={word} size="xs" onClick={() => onRepair(finding, word)}>
              {say('write', { word })}
            </Button>
          ))}
          {isCurrent && <KeyHint keys="mod+." />}
        </span>
      )}
    </li>
  )
}
