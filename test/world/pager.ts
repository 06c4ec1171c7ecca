import type { Command, JsonObject, Machine } from '../../src/core/command/command.ts'
import { instantOf, momentOf } from '../../src/core/time/moment.ts'

type Pager = { at: string; acknowledged: boolean; told: number }

/**
 * The smallest machine that does what the pager does: `open` sets a timer, its tick sends one message, `acknowledge`
 * takes both back, the outcome of the message is a fact.
 */
export const pagerMachine: Machine<Pager> = {
  kind: 'alert',
  decide(state, { name, to, by, data }, { now }) {
    const tell = (fact: string, more: JsonObject = {}) => ({ name: `alert.${fact}`, of: to, by, data: more })
    if (name === 'open') {
      const { delayMs } = data as { delayMs: number }
      const at = momentOf(now.add({ milliseconds: delayMs }))
      return { state: { at, acknowledged: false, told: 0 }, facts: [tell('opened', { at })], next: instantOf(at) }
    }
    if (!state) throw new Error(`${to.id} does not exist`)
    if (name === 'acknowledge')
      return { state: { ...state, acknowledged: true }, facts: [tell('acknowledged')], next: null, withdraw: 'all' }
    if (name === 'tick') {
      const message = {
        id: `${to.id}/1`,
        from: to,
        channel: 'test',
        target: 'ann',
        road: 'mail',
        content: {},
        generation: 0,
        until: momentOf(now.add({ hours: 1 })),
      }
      return {
        state,
        facts: [tell('paged', { late: now.epochMilliseconds - instantOf(state.at).epochMilliseconds })],
        messages: [message],
        next: null,
      }
    }
    return { state: { ...state, told: state.told + 1 }, facts: [tell(name, data as JsonObject)] }
  },
  columns: (state) => ({ key: null, status: state.acknowledged ? 'acknowledged' : 'triggered' }),
}

export const openPager = (id: string, delayMs = 0): Command => ({ name: 'open', to: { kind: 'alert', id }, by: 'test', data: { delayMs } })
