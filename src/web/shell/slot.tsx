import { type ComponentType, lazy, Suspense } from 'react'
import type { SlotFill, SlotName, SlotProps } from '../manifest.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { useFeatures } from './features.tsx'

const loaded = new WeakMap<SlotFill, ComponentType<SlotProps>>()

/** One lazy component for each fill: making it anew on each draw would load and mount it again. */
function componentOf(fill: SlotFill): ComponentType<SlotProps> {
  let found = loaded.get(fill)
  if (!found) {
    found = lazy(async () => ({ default: (await fill.load()).Slot }))
    loaded.set(fill, found)
  }
  return found
}

/** A place that features fill. Each fill stands alone: one that fails leaves the others and the screen working. */
export function Slot({ name, subject }: { name: SlotName } & SlotProps) {
  return useFeatures().map((feature) => {
    const fill = feature.slots?.[name]
    if (!fill) return null
    const Fill = componentOf(fill)
    return (
      <ErrorBoundary key={feature.id}>
        <Suspense fallback={null}>
          <Fill subject={subject} />
        </Suspense>
      </ErrorBoundary>
    )
  })
}
