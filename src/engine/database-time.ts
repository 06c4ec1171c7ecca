import pg from 'pg'

/**
 * How far the database's clock is ahead of this machine's, in milliseconds: timers of several processes are compared by
 * the one clock they share. Half the round trip is taken for the way back.
 */
export async function databaseOffsetMs(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // The first query warms the connection up; the second is measured.
    await client.query('select 1')
    const asked = Date.now()
    const { rows } = await client.query<{ ms: string }>('select extract(epoch from clock_timestamp()) * 1000 as ms')
    const answered = Date.now()
    const offset = Number(rows[0]?.ms ?? asked) - (asked + answered) / 2
    return Math.abs(offset) <= answered - asked ? 0 : Math.round(offset)
  } finally {
    await client.end()
  }
}
