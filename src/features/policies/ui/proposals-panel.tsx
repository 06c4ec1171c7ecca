import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { Proposal } from '../contract/versions.ts'
import { LineDiff, WordDiff } from './diff-view.tsx'
import { answerProposal, useFreshPolicy, useProposal, useProposals } from './queries.ts'
import { say } from './strings.ts'

/** Changes that wait for a second person. */
export function ProposalsPanel() {
  return useProposals().map((each) => <ProposalPanel key={each.id} proposal={each} />)
}

function ProposalPanel({ proposal }: { proposal: Proposal }) {
  const { id, by, at, note, isOutdated, can } = proposal
  const { data } = useProposal(proposal)
  return (
    <Panel
      title={say('waitingFor', { what: note || say('noNote') })}
      note={say.rich('byAt', { by, at: <RelativeTime key="at" at={at} /> })}
      isPadded
    >
      {isOutdated && <p className="soon">{say('outdated')}</p>}
      {data && (
        <>
          <WordDiff differences={data.differences} />
          <LineDiff of={note || id} lines={data.lines} />
        </>
      )}
      {(can.approve || can.decline) && <Answer proposal={proposal} />}
    </Panel>
  )
}

function Answer({ proposal: { id, can } }: { proposal: Proposal }) {
  const [reason, setReason] = useState('')
  const freshen = useFreshPolicy()
  const answer = (given: Parameters<typeof answerProposal>[1], said: string) =>
    void answerProposal(id, given)
      .then(freshen)
      .then(
        () => announce(said),
        (error: Error) => sayFailed({ said: error.message }),
      )
  return (
    <div className="line line-wrap policy-answer">
      {can.decline && (
        <>
          <TextInput label={say('declineReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button disabled={reason.trim().length < 3} onClick={() => answer({ decline: { reason: reason.trim() } }, say('declined'))}>
            {say('decline')}
          </Button>
        </>
      )}
      {can.approve && (
        <Button variant="filled" onClick={() => answer({ approve: { note: '' } }, say('approved'))}>
          {say('approve')}
        </Button>
      )}
    </div>
  )
}
