import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { FormFrame } from '../../../web/kit/form-frame.tsx'
import { api } from '../../../web/server/api.ts'
import { useProfile } from './queries.ts'
import { ReachForm } from './reach-form.tsx'
import { AccountStep, OrganizationStep } from './setup-steps.tsx'
import { SkipTest } from './skip-test.tsx'
import { say } from './strings.ts'
import { TestPageStep } from './test-page-step.tsx'
import { forgetTokenInAddress, tokenInAddress } from './token-in-address.ts'

const YOU = 0
const ORGANIZATION = 1
const REACH = 2
const TEST = 3
/** From the bar that stays until a test page was acknowledged. */
const LATER = '#test'

/** From the one-time link to a page that was acknowledged: what is set up here is known to work. */
export function Screen() {
  const [token] = useState(tokenInAddress)
  const [step, setStep] = useState(location.hash === LATER ? TEST : YOU)
  const { data: setup } = useQuery({ queryKey: ['setup'], queryFn: () => api<{ isNeeded: boolean }>('/api/v1/setup') })
  const isSignedIn = step > YOU || setup?.isNeeded === false
  // Whoever comes back in the middle goes on with the organisation; the link itself is used up by then.
  const current = step === YOU && setup?.isNeeded === false ? ORGANIZATION : step
  useEffect(() => {
    if (isSignedIn) forgetTokenInAddress()
  }, [isSignedIn])
  const names = [say('stepYou'), say('stepOrganization'), say('stepReach'), say('stepTest')]
  return (
    <FormFrame title={names[current] ?? ''} lead={leadOf(current, token)} isWide steps={{ names, current, label: say('steps') }}>
      {current === YOU && <AccountStep token={token} onDone={() => setStep(ORGANIZATION)} />}
      {current === ORGANIZATION && <OrganizationStep onDone={() => setStep(REACH)} />}
      {current === REACH && <ReachStep onDone={() => setStep(TEST)} />}
      {current === TEST && <TestPageStep onBack={() => setStep(REACH)} />}
    </FormFrame>
  )
}

function leadOf(step: number, token: string): string {
  if (step === YOU) return token ? say('youLead') : say('wrongLink')
  return step === ORGANIZATION ? say('organizationLead') : step === REACH ? say('reachLead') : say('testLead')
}

function ReachStep({ onDone }: { onDone: () => void }) {
  const { data } = useProfile()
  if (!data?.person) return null
  return (
    <>
      <ReachForm
        person={data.person}
        channels={data.channels}
        isShort
        submit={say('continue')}
        onSaved={(person) => person.roads.length > 0 && onDone()}
      />
      {data.person.roads.length === 0 && <SkipTest />}
    </>
  )
}
