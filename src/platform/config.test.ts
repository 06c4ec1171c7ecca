import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { publicUrlOf, readSettings, type Settings } from './config.ts'

function settingsOf(env: Record<string, string>, argv: string[] = []): Settings {
  const read = readSettings(env, argv)
  if ('problems' in read) assert.fail(JSON.stringify(read.problems))
  return read.settings
}

function problemsOf(env: Record<string, string>, argv: string[] = []): string[] {
  const read = readSettings(env, argv)
  return 'problems' in read ? read.problems.map(({ message }) => message) : []
}

test('nothing given is a working installation on this machine only', () => {
  assert.deepEqual(settingsOf({}), {
    port: 4400,
    host: '127.0.0.1',
    dataFolder: resolve('data'),
    databaseUrl: null,
    publicUrl: null,
    secretKey: null,
    smtpUrl: null,
    smtpInPort: null,
    role: 'all',
    allowTargets: [],
    heartbeatUrl: null,
    adminEmail: null,
    adminPassword: null,
    isDemo: false,
  })
})

test('a flag wins over the environment, an empty variable counts as absent', () => {
  const { port, host, isDemo, allowTargets } = settingsOf(
    { TOCSIN_PORT: '1', TOCSIN_HOST: '', TOCSIN_ALLOW_TARGETS: '10.0.0.0/8, fd00::/8 192.168.1.5' },
    ['--port', '4500', '--demo'],
  )
  assert.deepEqual(
    { port, host, isDemo, allowTargets },
    { port: 4500, host: '127.0.0.1', isDemo: true, allowTargets: ['10.0.0.0/8', 'fd00::/8', '192.168.1.5'] },
  )
})

test('all mistakes are told at once, each with its value and the remedy', () => {
  const found = problemsOf({
    TOCSIN_PORT: '70000',
    TOCSIN_ROLE: 'sender',
    TOCSIN_PUBLIC_URL: 'tocsin.example.com',
    TOCSIN_ALLOW_TARGETS: '10.0.0.0/33',
    TOCSIN_ADMIN_EMAIL: 'ana',
    TOCSIN_SECRET_KEY: 'short',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
  })
  const expected = [
    /TOCSIN_PORT is "70000": write a port number/,
    /"sender": write all, web or worker/,
    /"tocsin.example.com": write an address such as https/,
  ]
  for (const each of [
    ...expected,
    /"10.0.0.0\/33" is no address or range/,
    /"ana": write an e-mail/,
    /SECRET_KEY is \(not shown\)/,
    /DATABASE_URL is \(not shown\): write an address such as postgresql/,
  ])
    assert.ok(
      found.some((message) => each.test(message)),
      `${each} in ${found.join('\n')}`,
    )
  assert.ok(!found.join().includes('hunter2'), 'a secret value is never shown')
})

test('an admin needs both parts, and a strong enough password', () => {
  assert.match(problemsOf({ TOCSIN_ADMIN_EMAIL: 'ana@example.com' }).join(), /needs both/)
  assert.match(problemsOf({ TOCSIN_ADMIN_EMAIL: 'ana@example.com', TOCSIN_ADMIN_PASSWORD: 'short' }).join(), /at least 12 characters/)
})

test('an unknown flag is named', () => {
  assert.match(problemsOf({}, ['--prot', '1']).join(), /Unknown option '--prot'.*--help/)
})

test('a socket address of a database is an address', () => {
  const databaseUrl = 'postgresql://tocsin:x@localhost/tocsin?host=%2Frun%2Fpostgresql'
  assert.equal(settingsOf({ DATABASE_URL: databaseUrl }).databaseUrl, databaseUrl)
})

test('people are given an address that works', () => {
  assert.equal(publicUrlOf({ publicUrl: null, host: '0.0.0.0', port: 1 }), 'http://localhost:1')
  assert.equal(publicUrlOf({ publicUrl: null, host: '::1', port: 1 }), 'http://[::1]:1')
  assert.equal(settingsOf({ TOCSIN_PUBLIC_URL: 'https://t.example/' }).publicUrl, 'https://t.example')
})
