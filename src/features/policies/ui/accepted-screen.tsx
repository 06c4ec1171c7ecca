import { Suspense } from 'react'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { DraftPage } from './frame.tsx'

// what reads YAML comes after the page
const Accepted = lazily(() => import('./accepted.tsx'), 'Accepted')

export function Screen() {
  return (
    <DraftPage>
      {({ text }) => (
        <Suspense fallback={<RowsSkeleton rows={3} />}>
          <Accepted text={text} />
        </Suspense>
      )}
    </DraftPage>
  )
}
