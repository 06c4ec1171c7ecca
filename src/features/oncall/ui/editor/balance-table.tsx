import type { Load } from '../../../../core/oncall/fairness.ts'
import { type Editing, nameIn } from './editing.ts'
import { say } from './strings.ts'

const HOUR_MINUTES = 60
const PERCENT = 100
const MEASURES = ['minutes', 'nightMinutes', 'weekendMinutes'] as const

const hoursOf = (load: Load | null, measure: (typeof MEASURES)[number]): number => Math.round((load?.[measure] ?? 0) / HOUR_MINUTES)

/** Hours, nights and weekends of everybody over what is shown, as they are and as they would be. */
export function BalanceTable({ editing }: { editing: Editing }) {
  const { preview, base, weeks } = editing
  if (preview.loads.length === 0) return null
  return (
    <details className="editor-balance">
      <summary className="t2">{say('balance', { count: weeks })}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it */}
      <section className="shift-table" tabIndex={0} aria-label={say('balance', { count: weeks })}>
        <table>
          <thead>
            <tr>
              {[say('person'), ...MEASURES.map((measure) => say(`load_${measure}`)), say('share')].map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.loads.map(({ user, before, after, share }) => (
              <tr key={user}>
                <td className="medium">{nameIn(base, user)}</td>
                {MEASURES.map((measure) => (
                  <td key={measure}>{beforeAfter(hoursOf(before, measure), hoursOf(after, measure))}</td>
                ))}
                <td>{say('ofMean', { percent: Math.round(share * PERCENT) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

const beforeAfter = (before: number, after: number): string =>
  before === after ? say('hours', { count: after }) : say('hoursChanged', { before, after })
