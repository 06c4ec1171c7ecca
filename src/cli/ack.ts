import type { Command } from 'commander'
import type { AlertDetail } from '../features/alerts/contract.ts'
import type { Page } from '../features/escalations/contract.ts'
import { printJson, printLine } from './print.ts'

export function define(command: Command): void {
  command
    .argument('<id...>', 'alerts (ALR-48213) or pages (esc-…)')
    .option('--reason <text>', 'why it stays open, for the next who looks at it; some organisations want one')
    .option('--json', 'answer as JSON')
    .addHelpText('after', '\nExamples:\n  tocsin ack ALR-48213\n  tocsin ack ALR-1 ALR-2')
    .action(async (ids: string[], { reason, json }: { reason?: string; json?: boolean }) => {
      const { connect } = await import('./client.ts')
      const { call } = await connect()
      const done: (AlertDetail | Page)[] = []
      for (const id of ids) {
        const kind = id.startsWith('esc-') ? 'pages' : 'alerts'
        const answer = await call<AlertDetail | Page>('POST', `/api/v1/${kind}/${encodeURIComponent(id)}/acknowledge`, {
          ...(reason ? { reason } : {}),
        })
        done.push(answer)
        if (!json) printLine(`${'reference' in answer ? answer.reference : answer.id} acknowledged: ${answer.title}`)
      }
      if (json) printJson(done)
    })
}
