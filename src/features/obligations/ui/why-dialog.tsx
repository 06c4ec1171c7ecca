import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { stateWord } from '../../../web/kit/clock-reading.ts'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Facts } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import type { WhyAnswer } from '../contract.ts'
import type { Owed } from './owed.ts'
import { useWhy } from './queries.ts'
import { say } from './strings.ts'
import { WaiveForm } from './waive-dialog.tsx'

/** The rule, the condition that held, the arithmetic and the people: why something is owed, and the way out of it. */
export function WhyDialog({ owed, onClose }: { owed: Owed; onClose: () => void }) {
  const { data, isError, isPending, refetch } = useWhy(owed)
  const [isWaiving, setWaiving] = useState(false)
  const { title } = owed.clock
  return (
    <Modal opened onClose={onClose} centered title={say('whyTitle', { title })} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        {isPending && <RowsSkeleton rows={3} />}
        {isError && <ErrorState what={say('whyFailed')} kept={say('whyFailedKept')} onAgain={() => void refetch()} />}
        {data && <Reasons why={data} owed={owed} />}
        {owed.can.waive && !isWaiving && (
          <div className="line">
            <Button className="push" onClick={() => setWaiving(true)}>
              {say('waive')}
            </Button>
          </div>
        )}
        {isWaiving && <WaiveForm owed={owed} onClose={onClose} />}
      </div>
    </Modal>
  )
}

function Reasons({ why, owed }: { why: WhyAnswer; owed: Owed }) {
  useZone()
  const { place, rule, policyVersion, condition, arithmetic, dueAt, owners, anchor } = why
  return (
    <>
      <p>{why.words}</p>
      <Facts
        facts={[
          {
            word: say('whyRule'),
            value: <code className="mono">{say('whyPlace', { place: place?.words ?? rule, version: policyVersion })}</code>,
          },
          { word: say('whyCondition'), value: condition ?? say('always') },
          { word: say('whyAnchor'), value: anchor.words },
          { word: say('whyDue'), value: `${arithmetic} (${fullMoment(Date.parse(dueAt))})` },
          { word: say('whyWho'), value: owners.map(({ name }) => name).join(', ') || say('nobody') },
          { word: say('whyStatus'), value: stateWord(owed.clock.status) },
        ]}
      />
    </>
  )
}
