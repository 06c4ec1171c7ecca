import type { Command } from 'commander'
import type { Page } from '../features/escalations/contract.ts'
import { printJson, printLine } from './print.ts'

type Options = { reason?: string; severity?: string; callOut?: boolean; drill?: boolean; service?: string; json?: boolean }

export function define(command: Command): void {
  command
    .argument('<target>', 'user:ann, team:payments, schedule:primary, role:commander, a bare id; with --drill also ladder:technical')
    .argument('<title>', 'what it is about, in a few words')
    .option('--reason <text>', 'why, for the page itself')
    .option('--severity <level>', 'how urgent (default: the most severe level)')
    .option('--call-out', 'everybody behind the target, on call or not; each answers for themselves')
    .option('--drill', 'for practice: it says DRILL, wakes people all the same, and counts in no figure')
    .option('--service <id>', 'with --drill of a ladder: whose conditions hold')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin page ann "Please join the payments incident"\n  tocsin page schedule:primary "Certificate runs out tonight" --severity SEV-2\n  tocsin page team:engineering "The site is down, everybody please" --call-out\n  tocsin page ladder:technical "Who is awake?" --drill --severity SEV-1',
    )
    .action(async (target: string, title: string, { reason, severity, callOut, drill, service, json }: Options) => {
      const { connect } = await import('./client.ts')
      const { create } = await connect()
      const page = await create<Page>(callOut ? '/api/v1/call-outs' : '/api/v1/pages', {
        ...(callOut ? { targets: [target] } : { target }),
        title,
        ...(reason ? { reason } : {}),
        ...(severity ? { severity } : {}),
        ...(drill ? { drill: true } : {}),
        ...(service ? { service } : {}),
      })
      if (json) return printJson(page)
      if (page.status === 'exhausted') printLine(`${target} cannot be reached by any road that is set up; the fallback is told instead`)
      for (const { person, roads } of page.people)
        printLine(`paging ${person.name} by ${[...new Set(roads.map((road) => road.road))].join(', ')}`)
      printLine(`tocsin ack ${page.id}`)
    })
}
