import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'

export type FormFrameProps = {
  title: string
  lead?: ReactNode
  children: ReactNode
  isWide?: boolean
  /** Names of the steps of a wizard and which one is being done (from 0). */
  steps?: { names: readonly string[]; current: number; label: string }
}

/** The page of a form without the rail: sign-in, set-up. */
export function FormFrame({ title, lead, children, isWide = false, steps }: FormFrameProps) {
  return (
    <main className="form-frame">
      <div className={isWide ? 'form-card form-card-wide' : 'form-card'}>
        <Logo />
        {steps && (
          <ol className="form-steps" aria-label={steps.label}>
            {steps.names.map((name, i) => (
              <li key={name} aria-current={i === steps.current ? 'step' : undefined}>
                {i + 1}. {name}
              </li>
            ))}
          </ol>
        )}
        <h1>{title}</h1>
        {lead && <p className="t2 f14">{lead}</p>}
        {children}
      </div>
    </main>
  )
}
