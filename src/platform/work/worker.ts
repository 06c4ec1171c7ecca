import { enableCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { Done, Job } from './work.ts'

// The thread of `createWork`: carries out one job after the other.
enableCompileCache()

async function carryOut({ id, module, input }: Job): Promise<Done> {
  try {
    const { task } = (await import(module)) as { task(input: unknown): unknown }
    return { id, output: await task(input) }
  } catch (error) {
    return { id, error }
  }
}

parentPort?.on('message', (job: Job) => void carryOut(job).then((done) => parentPort?.postMessage(done)))
