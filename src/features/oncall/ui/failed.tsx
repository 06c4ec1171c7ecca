import { ErrorState } from '../../../web/kit/error-state.tsx'
import { say } from './strings.ts'

export const Failed = ({ onAgain }: { onAgain: () => void }) => (
  <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={onAgain} />
)
