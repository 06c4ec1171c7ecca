import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadIntegrations } from './list.ts'

const integrations = await loadIntegrations()
const pageOf = (id: string): URL => new URL(`../../docs/integrations/${id}.md`, import.meta.url)

const described = [...integrations.values()].filter(({ id }) => existsSync(pageOf(id)))

for (const { id, title, summary, fields } of described)
  test(`the how-to of ${id} has the settings that it declares, in their words`, () => {
    const page = readFileSync(pageOf(id), 'utf8')
    assert.ok(page.startsWith(`# ${title}\n\n${summary}\n`), 'title and summary')
    const rows = page.split('\n').filter((line) => /^\| .* \| (yes)? ?\| .* \|$/.test(line) && !line.startsWith('| Setting '))
    const expected = fields.map(({ label, required, help, default: fallback }) => {
      const said = `${help[0]?.toUpperCase()}${help.slice(1)}${fallback === undefined ? '' : ` Default: \`${String(fallback)}\`.`}`
      return `| ${label} | ${required ? 'yes' : ''} | ${said} |`
    })
    assert.deepEqual(rows, expected)
  })

test('every chat that needs an account has a how-to', () => {
  const chats = [...integrations.values()].filter(({ roads, needsAccount }) => roads?.includes('chat') && needsAccount).map(({ id }) => id)
  assert.deepEqual(
    chats.filter((id) => !existsSync(pageOf(id))),
    [],
  )
})
