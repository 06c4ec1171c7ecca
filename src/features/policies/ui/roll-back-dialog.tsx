import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import { saidOf } from './apply-dialog.tsx'
import { WordDiff } from './diff-view.tsx'
import { restoreVersion, useDiff, useFreshPolicy } from './queries.ts'
import { say } from './strings.ts'

/** An older version becomes a new one: what that changes is said first. */
export function RollBackDialog({ version, current, onClose }: { version: number; current: number; onClose: () => void }) {
  const [note, setNote] = useState(say('rollBackNote', { version }))
  const [trouble, setTrouble] = useState<string | null>(null)
  const { data } = useDiff({ from: current, to: version })
  const freshen = useFreshPolicy()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const answer = await restoreVersion(version, { note: note.trim(), basedOn: current })
      await freshen()
      announce(saidOf(answer))
      onClose()
    } catch (error) {
      setTrouble((error as Error).message)
    }
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={say('rollBackTitle', { version })} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={(event) => void send(event)}>
        <p className="t2">{say('rollBackWhat')}</p>
        {data && <WordDiff differences={data.differences} />}
        <Textarea label={say('note')} autosize minRows={1} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        {trouble && (
          <p className="missed" role="alert">
            {trouble}
          </p>
        )}
        <div className="line">
          <Button className="push" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled">
            {say('rollBack')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
