import { Button } from '@mantine/core'
import { IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { say } from './strings.ts'

export type ErrorStateProps = {
  /** "The list could not be refreshed" */
  what: string
  /** What is still shown or kept: "Showing what was true at 14:38 UTC." */
  kept: string
  /** Left out where the sentence says it itself. */
  isPagingAffected?: boolean
  /** Asks again; there is a button for it then. */
  onAgain?: () => void
  /** What else the person can do now. */
  action?: ReactNode
  /** The id to search the log for. */
  id?: string
}

export function ErrorState({ what, kept, isPagingAffected, onAgain, action, id }: ErrorStateProps) {
  const paging = isPagingAffected === undefined ? '' : say(isPagingAffected ? 'pagingHit' : 'pagingSafe')
  return (
    <div className="error-state" role="alert">
      <IconCircleX size={16} aria-hidden className="missed" />
      <div>
        <b className="missed">{what}</b>
        <p>
          {kept} {paging}
        </p>
        <div className="line line-wrap">
          {onAgain && (
            <Button size="xs" onClick={onAgain}>
              {say('again')}
            </Button>
          )}
          {action}
          {id && <span className="mono t3">{id}</span>}
        </div>
      </div>
    </div>
  )
}
