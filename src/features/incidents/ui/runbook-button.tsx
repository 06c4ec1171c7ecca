import { Button } from '@mantine/core'
import { IconBook2 } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { lazily } from '../../../web/shell/lazily.tsx'
import type { RunbookView } from '../contract/record.ts'
import { useRoom } from './room.ts'
import { say } from './side-strings.ts'
import { spacedWord } from './words.ts'

const RunbookDialog = lazily(() => import('./runbook-dialog.tsx'), 'RunbookDialog')

/** `step 4 of 7`, the one that comes next; nothing while nobody follows it. */
export function stepWords({ steps, finished, isFollowed }: RunbookView): string | null {
  if (steps === 0 || (!isFollowed && finished.length === 0)) return null
  const ticked = new Set(finished.map(({ step }) => step))
  const next = Array.from({ length: steps }, (_, i) => i + 1).find((step) => !ticked.has(step))
  return next ? say('stepOf', { step: next, of: steps }) : say('stepsAllDone', { of: steps })
}

/** Opens a runbook with its steps, and says how far it has come. */
export function RunbookButton({ runbook: id }: { runbook: string }) {
  const [isOpen, setOpen] = useState(false)
  const found = useRoom().incident.runbooks.find((each) => each.id === id)
  if (!found) return <span className="t2">{say('runbook', { runbook: spacedWord(id) })}</span>
  const how = stepWords(found)
  return (
    <>
      <Button size="xs" className="room-start" leftSection={<IconBook2 size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {[say('runbook', { runbook: spacedWord(id) }), how].filter(Boolean).join(' · ')}
      </Button>
      <Suspense fallback={null}>{isOpen && <RunbookDialog runbook={found} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
