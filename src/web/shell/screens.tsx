import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { EmptyState } from '../kit/empty-state.tsx'
import { Crash } from './error-boundary.tsx'
import { Page } from './page.tsx'
import { say } from './strings.ts'

export function NotFound() {
  const { pathname } = useLocation()
  return (
    <Page title={say('notFound', { path: pathname })}>
      <EmptyState
        title={say('notFound', { path: pathname })}
        what={say('notFoundWhat')}
        action={
          <Button component={Link} to="/">
            {say('goNow')}
          </Button>
        }
      />
    </Page>
  )
}

const ID_LENGTH = 8

/** A screen whose code or data could not be loaded at all. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const [id] = useState(() => `ui ${crypto.randomUUID().slice(0, ID_LENGTH)}`)
  useEffect(() => console.error(id, error), [id, error])
  return <Crash id={id} onAgain={reset} />
}
