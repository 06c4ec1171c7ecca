import type { ExplainAnswer, ExplainedPlace } from '../features/policies/contract/explain.ts'
import { Failure } from './failure.ts'
import { minute, printJson, printLine } from './print.ts'

const UNREADABLE = 2

type Explained = Omit<ExplainedPlace, 'written' | 'path'> & Partial<Pick<ExplainAnswer, 'since' | 'owed' | 'version'>> & { file: string }

/** Says what a place of the policy in force means; of a bundle's files (`bundle`) without a server, then without who wrote it. */
export async function explainPolicy(path: string, { bundle, isJson }: { bundle: string | undefined; isJson: boolean }): Promise<void> {
  const answer = bundle === undefined ? await ask(path) : await read(bundle, path)
  if (isJson) printJson(answer)
  else print(answer)
}

async function ask(path: string): Promise<Explained> {
  const { connect } = await import('./client.ts')
  const { call } = await connect()
  return { file: 'tocsin.yaml', ...(await call<ExplainAnswer>('GET', `/api/v1/policy/explain?path=${encodeURIComponent(path)}`)) }
}

async function read(dir: string, path: string): Promise<Explained> {
  const [{ parseBundle }, { explainPlace }, { createPolicy }, { writtenForm }, { filesOf }, { textsBeside }] = await Promise.all([
    import('../core/policy/parse.ts'),
    import('../core/policy/place/explain-place.ts'),
    import('../core/policy/policy.ts'),
    import('../core/policy/print.ts'),
    import('./read-bundle.ts'),
    import('./bundle-texts.ts'),
  ])
  const { bundle, locate } = parseBundle(filesOf(dir), process.env, (names) => textsBeside(dir, names))
  if (!bundle) throw new Failure(`${dir} has errors; "tocsin lint ${dir}" tells them`, { exitCode: UNREADABLE })
  const found = explainPlace({ policy: createPolicy(bundle, bundle.version), written: writtenForm(bundle) }, path)
  if ('problem' in found) throw new Failure(found.problem, { exitCode: UNREADABLE })
  const { value: _, ...explained } = found
  return { ...explained, ...locate(found.path, 'key') }
}

function print({ name, file, line, column, means, owes, usedBy, since, version, owed }: Explained): void {
  printLine(`${name}  ${file}:${line}:${column}${version === undefined ? '' : `, version ${version}`}`)
  for (const sentence of means) printLine(`  ${sentence}`)
  const approved = since?.approvedBy ? `, approved by ${since.approvedBy}` : ''
  if (since)
    printLine(`  So since version ${since.version}, ${minute(since.at)}, by ${since.by}${approved}${since.note ? `: ${since.note}` : ''}.`)
  section(
    'Clocks that run because of it',
    owes.map(({ title, clock, name: place }) => `${title}: ${clock} (${place})`),
  )
  section(
    'Owed now because of it',
    (owed ?? []).map(({ reference, title, status, dueAt }) => `${reference}  ${title}: ${status}, due ${minute(dueAt)}`),
  )
  section('Named in', usedBy)
}

function section(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  printLine(`\n${title}`)
  for (const line of lines) printLine(`  ${line}`)
}
