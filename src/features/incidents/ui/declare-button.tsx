import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { openDeclare } from './declare-store.ts'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

export function Slot() {
  return (
    <Button onClick={openDeclare} leftSection={<IconPlus size={16} aria-hidden />} rightSection={<KeyHint keys="c" />}>
      <span className="only-wide">{named('declare')}</span>
      <span className="only-narrow">{say('declareShort')}</span>
    </Button>
  )
}
