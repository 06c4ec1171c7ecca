import { execFile } from 'node:child_process'

const PROGRAM = new URL('../../bin/tocsin.js', import.meta.url).pathname

/** What a verb ended with and said. */
export type Ran = { code: number; out: string; err: string }

/** Runs `tocsin …` in a process of its own, as a terminal does, against the server at this address. */
export function tocsinAt(url: string, args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, TOCSIN_URL: url, TOCSIN_TOKEN: 'tcs_test', NO_COLOR: '1' }
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
