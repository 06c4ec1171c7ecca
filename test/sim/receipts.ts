import type { CarrierReceipt, Sent } from './provider.ts'
import type { Event, World } from './world.ts'

/** What the carrier says of a message, some seconds after it took it. */
export const receiptEvent = ({ message, at }: Sent, receipt: CarrierReceipt, world: World): Event => ({
  atMs: at + receipt.afterMs,
  what: `the carrier says "${receipt.stage}" of ${message.id}`,
  run: () => {
    const process = world.anyProcess()
    const data = { message: message.id, stage: receipt.stage, said: `the carrier says ${receipt.stage}` }
    process.execute({ name: 'evidence', to: message.from, by: 'integration:carrier', data }).then(
      () => void Object.assign(receipt, { heardAt: world.nowMs() }),
      (error) => world.report(process.name, error),
    )
  },
})
