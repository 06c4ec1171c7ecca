import type { ReactNode } from 'react'
import type { Icon } from '../manifest.ts'

export type ChainLink = {
  id: string
  icon: Icon
  /** "Rule matched" */
  question: string
  /** "Route 3 of 11: team = payments*" */
  answer: ReactNode
  /** The proof, small below: line of the policy, layer, receipt. */
  evidence?: ReactNode
  /** "14:39:51.204", "+0.02 s" */
  time?: ReactNode
}

/** How one thing led to the next, each link with its proof. */
export function Chain({ links, label }: { links: readonly ChainLink[]; label: string }) {
  return (
    <ol className="chain" aria-label={label}>
      {links.map(({ id, icon: Shape, question, answer, evidence, time }) => (
        <li key={id}>
          <span className="chain-node" aria-hidden>
            <Shape size={14} />
          </span>
          <span className="chain-question">{question}</span>
          <div className="chain-answer">
            <div>{answer}</div>
            {evidence && <div className="chain-evidence">{evidence}</div>}
          </div>
          <span className="chain-time">{time}</span>
        </li>
      ))}
    </ol>
  )
}
