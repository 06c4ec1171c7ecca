import type { Pool, PoolClient } from '../platform/db/pool.ts'
import { meaningOf } from './pg-errors.ts'

/** Runs `work` between a begin and whatever ends it; a connection that cannot even roll back is thrown away. */
export async function onOneConnection<T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient | undefined
  let broken: Error | undefined
  try {
    client = await pool.connect()
    await client.query(begin)
    return await work(client)
  } catch (error) {
    await client?.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw meaningOf(error)
  } finally {
    client?.release(broken)
  }
}
