import './escalation.css'
import { Button } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { useMe } from '../../../web/server/session.ts'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import type { Page as Running } from '../contract.ts'
import { Failed, mainTabs } from './frame.tsx'
import { say as named } from './manifest-strings.ts'
import { runningQuery } from './queries.ts'
import { RunningPage } from './running-page.tsx'
import { say } from './strings.ts'

const CallOutForm = lazily(() => import('./call-out-form.tsx'), 'CallOutForm')

/** What climbs right now: whom it has asked, who has answered, who is next, and whom somebody has to call outside. */
export function Screen() {
  const { data, isPending, isError, refetch } = useQuery(runningQuery)
  const running = data?.items.filter(isAsking)
  const [isCalling, setCalling] = useState(false)
  const mayPage = useMe()?.may.includes('page.send') ?? false
  const callOut = (
    <Button size="xs" leftSection={<IconSpeakerphone size={16} aria-hidden />} onClick={() => setCalling(true)}>
      {say('callOut')}
    </Button>
  )
  return (
    <Page title={named('title')} tabs={mainTabs()} action={mayPage ? callOut : undefined}>
      {isPending && <RowsSkeleton rows={4} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {running?.length === 0 && <EmptyState title={say('runningNone')} what={say('runningNoneWhat')} cli="tocsin page --help" />}
      <div className="stack">
        {running?.map((page) => (
          <RunningPage key={page.id} page={page} />
        ))}
      </div>
      <Suspense fallback={null}>{isCalling && <CallOutForm onClose={() => setCalling(false)} />}</Suspense>
    </Page>
  )
}

/** A ladder beside another whose steps are for worse levels runs without a word. */
const isAsking = ({ people, contacts, next }: Running): boolean => people.length > 0 || contacts.length > 0 || next !== null
