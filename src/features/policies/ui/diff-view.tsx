import { Fragment } from 'react'
import type { PlanAnswer } from '../contract.ts'
import type { DiffLine } from './line-diff.ts'
import { say } from './strings.ts'

/** A difference in words, section by section. */
export function WordDiff({ differences }: { differences: PlanAnswer['differences'] }) {
  if (differences.length === 0) return <p className="t2">{say('nothingChanged')}</p>
  return (
    <ul className="policy-differences">
      {differences.map(({ section, changes }) => (
        <li key={section}>
          <b className="mono">{section}</b>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

const SIGNS = { added: '+', removed: '−', same: ' ', skipped: '…' } as const
const SPOKEN = { added: 'addedLine', removed: 'removedLine' } as const

/** A difference line by line; each says in words, too, what happened to it. `of` tells it from others on the same page. */
export function LineDiff({ of, lines }: { of: string; lines: readonly DiffLine[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by themselves, so keyboards must reach them
    <section className="policy-diff mono" aria-label={say('inTextOf', { of })} tabIndex={0}>
      {lines.map(({ kind, text }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a difference never move
        <Fragment key={i}>
          <span className={`policy-diff-${kind}`} aria-hidden>
            {SIGNS[kind]}
          </span>
          <span className={`policy-diff-${kind}`}>
            {(kind === 'added' || kind === 'removed') && <span className="sr">{say(SPOKEN[kind])}</span>}
            {kind === 'skipped' ? say('skipped', { count: Number(text) }) : text || ' '}
          </span>
        </Fragment>
      ))}
    </section>
  )
}
