/** Prints what a first visit to the console loads, gzipped, and fails above the promise of 200 KB of JavaScript. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] }

const PROMISED_JS = 200_000
const folder = new URL('../dist/web/', import.meta.url)
const chunks = JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8')) as Record<string, Chunk>
const sizeOf = (file: string): number => gzipSync(readFileSync(new URL(file, folder))).length
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(7)} KB`

/** A chunk and everything it needs before it can run. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of chunks[key]?.imports ?? []) closure(next, seen)
  return seen
}

const sum = (files: Iterable<string>): number => [...files].reduce((total, file) => total + sizeOf(file), 0)
const filesOf = (keys: Set<string>): string[] => [...keys].map((key) => chunks[key]?.file ?? '')
const cssOf = (keys: Set<string>): string[] => [...new Set([...keys].flatMap((key) => chunks[key]?.css ?? []))]

const entry = Object.keys(chunks).find((key) => chunks[key]?.isEntry) ?? ''
const first = closure(entry)
console.log(`${kilobytes(sum(filesOf(first)))}  JavaScript of the shell\n${kilobytes(sum(cssOf(first)))}  CSS`)
let largest = sum(filesOf(first))
for (const key of chunks[entry]?.dynamicImports ?? []) {
  const all = sum(filesOf(new Set([...first, ...closure(key)])))
  // what floats over a screen comes after it: it is printed, but no first page waits for it
  const isScreen = /-screen\.tsx$/.test(key)
  if (isScreen) largest = Math.max(largest, all)
  console.log(`${kilobytes(all)}  with ${key.replace(/^(\.\.\/)+/, '')}`)
}
console.log(`${kilobytes(largest)}  the largest first page; promised: at most ${PROMISED_JS / 1000} KB`)
if (largest > PROMISED_JS) process.exitCode = 1
