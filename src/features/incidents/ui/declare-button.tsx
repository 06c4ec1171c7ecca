import { Button } from '@mantine/core'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { openDeclare } from './declare-store.ts'
import { say } from './strings.ts'

export function Slot() {
  return (
    <Button onClick={openDeclare} rightSection={<KeyHint keys="c" />}>
      {say('declare')}
    </Button>
  )
}
