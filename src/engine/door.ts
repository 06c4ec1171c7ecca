import type { Command, JsonObject } from '../core/command/command.ts'
import { noteKept } from '../platform/http/kept.ts'
import type { Outcome } from './decide-batch.ts'
import type { Engine } from './driver.ts'

type Changed = { kind: string; id: string }

/** The engine as edges see it: carry this out, tell me what changed, how are you. */
export const doorOf = (engine: Pick<Engine, 'execute' | 'onChange' | 'health'>) => ({
  execute: async (command: Command): Promise<Outcome> => {
    const outcome = await engine.execute(command)
    if (!outcome.refusal) noteKept()
    return outcome
  },
  onChange: (listener: (changed: Changed[]) => void): (() => void) =>
    engine.onChange(({ changed }) => listener((changed ?? ['*:*']).map(subjectOf))),
  health: async (): Promise<JsonObject> => (await engine.health()) as unknown as JsonObject,
})

const subjectOf = (stream: string): Changed => ({
  kind: stream.slice(0, stream.indexOf(':')),
  id: stream.slice(stream.indexOf(':') + 1),
})
