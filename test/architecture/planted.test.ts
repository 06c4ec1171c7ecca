import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkArchitecture } from './check-architecture.ts'

/** A small tree that keeps to every rule; each test plants one fault into it and expects exactly that one to be found. */
const SOUND: Record<string, string> = {
  'src/core/time/moment.ts': 'export type Moment = string\nexport const later = (now: Moment): Moment => `${now}+`\n',
  'src/core/alert/alert.ts':
    "import type { Moment } from '../time/moment.ts'\nimport { z } from 'zod'\nexport const alert = z.string()\nexport type Alert = { at: Moment }\n",
  'src/platform/db.ts': "import { Pool } from 'pg'\nexport const open = (url: string): Pool => new Pool({ connectionString: url })\n",
  'src/engine/clock.ts': 'export const read = (): Temporal.Instant => Temporal.Now.instant()\n',
  'src/engine/timers.ts': "import { open } from '../platform/db.ts'\nexport const claim = open\n",
  'src/integrations/ntfy.ts': "import { open } from '../platform/db.ts'\nexport default { id: 'ntfy', open }\n",
  'src/integrations/slack/index.ts': "import { sign } from './sign.ts'\nexport default { id: 'slack', sign }\n",
  'src/integrations/slack/sign.ts': 'export const sign = 1\n',
  'src/features/index.ts':
    "import paging from './paging/feature.ts'\nimport alerts from './alerts/feature.ts'\nexport const features = [alerts, paging]\n",
  'src/features/alerts/feature.ts': "import { rules } from './rules.ts'\nexport default { id: 'alerts', rules }\n",
  'src/features/alerts/contract.ts': "import type { Alert } from '../../core/alert/alert.ts'\nexport type Opened = Alert\n",
  'src/features/alerts/rules.ts':
    "import type { Opened } from './contract.ts'\nexport const rules = (all: Opened[]): number => all.length\n",
  'src/features/alerts/reads.ts': 'export const alertsOf = 1\n',
  'src/features/alerts/store.ts': 'export const save = 1\n',
  'src/features/paging/feature.ts': "import { alertsOf } from '../alerts/reads.ts'\nexport default { id: 'paging', alertsOf }\n",
  'src/features/paging/rules.ts':
    "import type { Opened } from '../alerts/contract.ts'\nexport const count = (all: Opened[]): number => all.length\n",
  'src/features/paging/contract.ts': 'export type Page = 1\n',
  'src/features/alerts/ui/alert-list.tsx': "import { Shell } from '../../../web/shell.tsx'\nexport const AlertList = () => <Shell />\n",
  'src/web/shell.tsx': 'export const Shell = () => <main />\n',
  'src/features/ui.ts': "import { AlertList } from './alerts/ui/alert-list.tsx'\nexport const featureUis = [AlertList]\n",
  'src/console.ts':
    "import { featureUis } from './features/ui.ts'\nimport { Shell } from './web/shell.tsx'\nexport const start = [Shell, featureUis]\n",
  'src/app.ts': "import { features } from './features/index.ts'\nexport const createApp = () => features\n",
  'src/cli/serve.ts': "import { createApp } from '../app.ts'\nexport const serve = createApp\n",
}

const found = (planted: Record<string, string>): string[] =>
  checkArchitecture(new Map(Object.entries({ ...SOUND, ...planted }))).map(({ rule, path, line }) => `${rule} ${path}:${line}`)

const lines = (count: number, line: string): string => `${line}\n`.repeat(count)

test('a sound tree has no findings', () => assert.deepEqual(found({}), []))

describe('the import table', () => {
  const forbidden: [from: string, what: string][] = [
    ['src/core/alert/open.ts', '../../platform/db.ts'],
    ['src/core/alert/open.ts', 'pg'],
    ['src/core/alert/open.ts', 'node:fs'],
    ['src/platform/log.ts', '../engine/timers.ts'],
    ['src/engine/outbox.ts', '../integrations/ntfy.ts'],
    ['src/engine/outbox.ts', '../features/alerts/contract.ts'],
    ['src/integrations/teams.ts', './ntfy.ts'],
    ['src/integrations/teams.ts', '../engine/timers.ts'],
    ['src/features/paging/store.ts', '../alerts/store.ts'],
    ['src/features/alerts/routes.ts', '../paging/contract.ts'],
    ['src/features/alerts/routes.ts', '../../integrations/ntfy.ts'],
    ['src/features/paging/contract.ts', './store.ts'],
    ['src/features/paging/contract.ts', '../../platform/db.ts'],
    ['src/features/paging/rules.ts', '../alerts/reads.ts'],
    ['src/features/paging/ui/page.tsx', '../../alerts/ui/alert-list.tsx'],
    ['src/features/paging/ui/page.tsx', '../../../platform/db.ts'],
    ['src/features/paging/routes.ts', './ui/page.tsx'],
    ['src/web/live.ts', '../features/alerts/contract.ts'],
    ['src/web/live.ts', 'node:path'],
    ['src/web/live.ts', '../features/ui.ts'],
    ['src/features/ui.ts', './alerts/store.ts'],
    ['src/features/ui.ts', './index.ts'],
    ['src/console.ts', './features/alerts/ui/alert-list.tsx'],
    ['src/console.ts', './features/index.ts'],
    ['src/cli/ack.ts', '../features/alerts/store.ts'],
    ['src/cli/ack.ts', '../app.ts'],
    ['src/app.ts', './features/alerts/feature.ts'],
    ['src/engine/outbox.ts', '../../test/world/phone.ts'],
  ]
  for (const [from, what] of forbidden) {
    test(`${from} may not import ${what}`, () => assert.deepEqual(found({ [from]: `import '${what}'\n` }), [`imports ${from}:1`]))
    test(`${from} may not import ${what} for its types`, () => {
      assert.deepEqual(found({ [from]: `export type A = import('${what}').A\n` }), [`imports ${from}:1`])
    })
  }
  test('a feature that is not listed is found', () => {
    assert.deepEqual(found({ 'src/features/drills/feature.ts': 'export default {}\n' }), ['imports src/features/drills/feature.ts:1'])
  })
  test('a file outside the layout is found', () => assert.deepEqual(found({ 'src/thing.ts': '' }), ['imports src/thing.ts:1']))
  test('a test may import anything', () => assert.deepEqual(found({ 'src/core/alert/alert.test.ts': "import '../../app.ts'\n" }), []))
})

describe('cycles', () => {
  test('two files that need each other, even for a type only', () => {
    const planted = {
      'src/core/a.ts': "import { b } from './b.ts'\nexport type A = 1\nexport const a = b\n",
      'src/core/b.ts': "import type { A } from './a.ts'\nexport const b: A = 1\n",
    }
    assert.deepEqual(found(planted), ['cycle src/core/a.ts:1'])
  })
})

describe('caps', () => {
  const path = 'src/core/alert/big.ts'
  const only = (rule: string, text: string): void =>
    assert.deepEqual(
      found({ [path]: text }).map((each) => each.split(' ')[0]),
      [rule],
    )
  test('a file of 301 lines', () => only('file-length', lines(301, '// line')))
  test('a file of 300 lines is fine', () => assert.deepEqual(found({ [path]: lines(300, '// line') }), []))
  test('a function of 51 lines', () => only('function-length', `export function f() {\n${lines(49, '  f')}}\n`))
  test('a method of 51 lines', () => only('function-length', `export const o = {\n  f() {\n${lines(49, '  o')}  },\n}\n`))
  test('four parameters', () => only('parameters', 'export const f = (a: 1, b: 1, c: 1, d: 1) => a + b + c + d\n'))
  test('four levels', () => only('nesting', 'export function f(a: 1[]) { for (const b of a) if (b) for (const c of a) if (c) return b }\n'))
  test('else if is one level', () => {
    assert.deepEqual(found({ [path]: 'export function f(a: 1) { if (a) {} else if (a) {} else if (a) {} else if (a) {} }\n' }), [])
  })
  test('a default export', () => only('default-export', 'export default 1\n'))
  test('any', () => only('any', 'export type A = any\n'))
  test('a barrel', () => only('barrel', "export * from './alert.ts'\n"))
  for (const name of ['utils', 'helpers', 'common', 'types', 'alert-utils', 'AlertList', 'alert_list']) {
    test(`a file named ${name}`, () => assert.deepEqual(found({ [`src/core/${name}.ts`]: '' }), [`name src/core/${name}.ts:1`]))
  }
  test('a folder named common', () => assert.deepEqual(found({ 'src/core/common/a.ts': '' }), ['name src/core/common/a.ts:1']))
  test('an index', () => assert.deepEqual(found({ 'src/core/alert/index.ts': '' }), ['barrel src/core/alert/index.ts:1']))
})

describe('purity', () => {
  const impure = [
    'Math.random()',
    "Math['random']()",
    'process.env.A',
    'fetch',
    '[fetch]',
    '{ fetch }',
    'globalThis',
    'crypto.randomUUID()',
    'new Date(1)',
  ]
  for (const path of ['src/core/alert/open.ts', 'src/features/paging/rules.ts', 'src/features/paging/contract.ts']) {
    for (const code of impure) {
      test(`${path} may not say ${code}`, () => assert.deepEqual(found({ [path]: `export const a = ${code}\n` }), [`purity ${path}:1`]))
    }
    test(`${path} may not wait`, () => assert.ok(found({ [path]: 'export const f = async () => 1\n' }).includes(`purity ${path}:1`)))
  }
  test('a parameter of the same name is only a word', () => {
    assert.deepEqual(
      found({ 'src/core/alert/open.ts': 'export const a = (process: { env: 1 }, fetch: () => 1) => [process.env, fetch()]\n' }),
      [],
    )
  })
  test('a name declared in another function does not hide the global', () => {
    const text = 'export const a = (process: 1) => process\nexport const b = () => process.env\n'
    assert.deepEqual(found({ 'src/core/alert/open.ts': text }), ['purity src/core/alert/open.ts:2'])
  })
})

describe('one clock', () => {
  for (const code of [
    'Date.now()',
    'new Date()',
    'Temporal.Now.instant()',
    'performance.now()',
    "'select now()'",
    '`due_at <= clock_timestamp()`',
    "'default CURRENT_TIMESTAMP'",
  ]) {
    test(`a store may not say ${code}`, () => {
      assert.deepEqual(found({ 'src/features/alerts/store.ts': `export const a = ${code}\n` }), ['clock src/features/alerts/store.ts:1'])
    })
    test(`the clock may say ${code}`, () => assert.deepEqual(found({ 'src/engine/clock.ts': `export const a = ${code}\n` }), []))
  }
  test('a migration may not default to now()', () => {
    const path = 'src/features/alerts/2026-01-01-alert.sql'
    assert.deepEqual(found({ [path]: '-- not now()\ncreate table a (at timestamptz default now());\n' }), [`clock ${path}:2`])
  })
})
