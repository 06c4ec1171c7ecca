import { Suspense } from 'react'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { DraftPage } from './frame.tsx'

// what reads YAML comes after the page
const Forms = lazily(() => import('./forms.tsx'), 'Forms')

export function Screen() {
  return (
    <DraftPage>
      {(editing) => (
        <Suspense fallback={<RowsSkeleton rows={8} />}>
          <Forms editing={editing} />
        </Suspense>
      )}
    </DraftPage>
  )
}
