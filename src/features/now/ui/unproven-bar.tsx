import { Button } from '@mantine/core'
import { IconCircleX } from '@tabler/icons-react'
import { useMe } from '../../../web/server/session.ts'
import { say } from './strings.ts'

/** Stays until somebody has acknowledged a page: what nobody has tried cannot be trusted with a night. */
export function UnprovenBar() {
  const maySetUp = useMe()?.may.includes('people.write') ?? false
  return (
    <section className="now-unproven" aria-label={say('unproven')}>
      <IconCircleX size={20} aria-hidden />
      <div>
        <b className="f14 missed">{say('unproven')}</b>
        <p className="t2">{say('unprovenWhat')}</p>
      </div>
      {maySetUp && (
        <Button component="a" href="/setup#test">
          {say('unprovenRepair')}
        </Button>
      )}
    </section>
  )
}
