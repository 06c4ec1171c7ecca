import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { verbs } from '../../src/cli/verbs.ts'

const root = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')

describe('README.md', () => {
  test('names every verb of the command line, in the order of its help', () => {
    const named = /`npx tocsin <verb>`: `([^`]+)`/.exec(readme)?.[1]?.split(/\s+/)
    assert.deepEqual(
      named,
      verbs.map(({ name }) => name),
    )
  })

  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] as string)
    assert.deepEqual(
      links.filter((link) => !existsSync(new URL(link, root))),
      [],
    )
  })
})
