import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import { saidOf } from './apply-dialog.tsx'
import { WordDiff } from './diff-view.tsx'
import { restoreVersion, useDiff, useFreshPolicy } from './queries.ts'
import { say } from './strings.ts'
import { saidWhy, type Why, WhyFields } from './why-fields.tsx'

/** An older version becomes a new one: what that changes is said first. */
export function RollBackDialog({ version, current, onClose }: { version: number; current: number; onClose: () => void }) {
  const [why, setWhy] = useState<Why>({ note: say('rollBackNote', { version }), force: '' })
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const { data } = useDiff({ from: current, to: version })
  const freshen = useFreshPolicy()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const answer = await restoreVersion(version, { ...saidWhy(why), basedOn: current })
      await freshen()
      announce(saidOf(answer))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setProblem(error)
    }
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={say('rollBackTitle', { version })} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={(event) => void send(event)}>
        <p className="t2">{say('rollBackWhat')}</p>
        {data && <WordDiff differences={data.differences} />}
        <WhyFields why={why} onChange={setWhy} problem={problem} />
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
