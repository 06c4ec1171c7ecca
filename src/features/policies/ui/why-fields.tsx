import { Textarea } from '@mantine/core'
import type { ApiProblem } from '../../../web/server/api.ts'
import { doubtCodes } from '../contract/doubt-codes.ts'
import { say } from './strings.ts'

export type Why = { note: string; force: string }

/** As the API wants it: nothing is forced by an empty reason. */
export const saidWhy = ({ note, force }: Why): { note: string; force?: string } => ({
  note: note.trim(),
  ...(force.trim() ? { force: force.trim() } : {}),
})

type Props = { why: Why; onChange: (why: Why) => void; problem: ApiProblem | null }

/** Why; and why all the same, once something was refused that a reason overrides. */
export function WhyFields({ why, onChange, problem }: Props) {
  const isDoubted = (doubtCodes as readonly string[]).includes(problem?.problem.code ?? '')
  return (
    <>
      <Textarea
        label={say('note')}
        description={say('noteWhat')}
        autosize
        minRows={1}
        value={why.note}
        onChange={(event) => onChange({ ...why, note: event.currentTarget.value })}
      />
      {problem && (
        <p className="missed" role="alert">
          {problem.message}
        </p>
      )}
      {isDoubted && (
        <Textarea
          label={say('force')}
          description={say('forceWhat')}
          autosize
          minRows={1}
          value={why.force}
          onChange={(event) => onChange({ ...why, force: event.currentTarget.value })}
        />
      )}
    </>
  )
}
