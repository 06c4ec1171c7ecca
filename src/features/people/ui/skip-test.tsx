import './people.css'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { say } from './strings.ts'

/** The one way past the test page: said aloud, with what it costs. */
export function SkipTest() {
  const [isAsked, setAsked] = useState(false)
  if (!isAsked)
    return (
      <Button variant="subtle" onClick={() => setAsked(true)}>
        {say('skipTest')}
      </Button>
    )
  return (
    <section className="skip-test" aria-label={say('skipTest')}>
      <p role="alert">{say('skipCost')}</p>
      <span className="line line-wrap">
        <Button onClick={() => location.assign('/')}>{say('skipAnyway')}</Button>
        <Button variant="subtle" onClick={() => setAsked(false)}>
          {say('skipNot')}
        </Button>
      </span>
    </section>
  )
}
