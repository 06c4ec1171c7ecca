import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReceiver } from '../../../test/fakes/receiver.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { OutboundFailure } from './outbound.ts'
import { createTargetGuard, type ResolvedAddress } from './target-guard.ts'

const FORBIDDEN_ADDRESSES = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.0.0.53', '127.255.255.255',
  '169.254.0.1', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1',
  '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1',
  '239.255.255.255', '240.0.0.1', '255.255.255.255', '100.100.100.200', '168.63.129.16',
  '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '2002:a9fe:a9fe::',
  '3fff::1', '4000::1', 'fc00::1', 'fd00:ec2::254', 'fd12:3456::1', 'fe80::1', 'fe80::1%lo', 'fec0::1', 'ff02::1', '5f00::1',
] // biome-ignore format: a table

const PUBLIC_ADDRESSES = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '169.253.0.1', '2606:4700:4700::1111', '2a00:1450::1']

test('addresses that are not public are refused', () => {
  const guard = createTargetGuard({ allowTargets: [] })
  for (const each of FORBIDDEN_ADDRESSES) {
    assert.throws(
      () => guard.check(each),
      (error: unknown) => error instanceof OutboundFailure && error.reason === 'forbidden',
      each,
    )
  }
  for (const each of PUBLIC_ADDRESSES) assert.doesNotThrow(() => guard.check(each), each)
})

test('the allow-list opens what it names, and never metadata', () => {
  const guard = createTargetGuard({ allowTargets: ['10.0.0.0/8', '127.0.0.1', '::1', '169.254.0.0/16', 'fd00::/8', '0.0.0.0/0'] })
  for (const each of ['10.1.2.3', '127.0.0.1', '::1', '::ffff:127.0.0.1', 'fd12::1', '169.254.1.1'])
    assert.doesNotThrow(() => guard.check(each), each)
  for (const each of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    'fd00:ec2::254',
    '2002:a9fe:a9fe::',
    '100.100.100.200',
  ]) {
    assert.throws(() => guard.check(each), /metadata/, each)
  }
  assert.throws(() => guard.check('fe80::1'), /TOCSIN_ALLOW_TARGETS/)
})

test('an allow-list that cannot be read says what to write', () => {
  assert.throws(() => createTargetGuard({ allowTargets: ['10.0.0.0/33'] }), /"10\.0\.0\.0\/33"; write an address or a CIDR range/)
  assert.throws(() => createTargetGuard({ allowTargets: ['intranet'] }), /"intranet"/)
})

/** Each is a way to write 127.0.0.1, another inner address, or something that is not a web target at all. */
const FORBIDDEN_URLS = (port: number) => [
  `http://127.0.0.1:${port}/`, `http://127.1:${port}/`, `http://2130706433:${port}/`, `http://0x7f000001:${port}/`, `http://0x7f.0.0.1:${port}/`,
  `http://017700000001:${port}/`, `http://0177.0.0.1:${port}/`, `http://0177.0.0x0.1:${port}/`, `http://localhost:${port}/`, `http://localhost.:${port}/`,
  `http://LOCALHOST:${port}/`, `http://0:${port}/`, `http://0.0.0.0:${port}/`, `http://[::1]:${port}/`, `http://[::]:${port}/`,
  `http://[::ffff:127.0.0.1]:${port}/`, `http://[::ffff:7f00:1]:${port}/`, `http://[0:0:0:0:0:0:0:1]:${port}/`, `http://[64:ff9b::7f00:1]:${port}/`,
  `http://①②⑦.⓪.⓪.①:${port}/`, `http://127。0。0。1:${port}/`, `http://ⓛocalhost:${port}/`, `http://127.0.0.1.:${port}/`, `http://%31%32%37.0.0.1:${port}/`,
  `http://user@127.0.0.1:${port}/`, `http://example.com@127.0.0.1:${port}/`, `http://user:pass@example.com/`, `http://127.0.0.1:${port}\\@example.com/`,
  'http://169.254.169.254/latest/meta-data/', 'http://0xa9fea9fe/', 'http://[fd00:ec2::254]/', 'http://10.0.0.1/', 'https://192.168.1.1/',
  'ftp://example.com/', 'file:///etc/passwd', 'gopher://127.0.0.1:25/_HELO', 'data:text/plain,x', 'javascript:alert(1)', 'unix:/var/run/docker.sock',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/', 'not a url', '', '//127.0.0.1/', 'http://', 'http://public.test:25/', 'http://public.test:22/',
] // biome-ignore format: a table

test('no way of writing a forbidden target reaches the canary', async (t) => {
  const canary = await createReceiver()
  t.after(() => canary.close())
  const resolve = async (name: string): Promise<ResolvedAddress[]> => [
    { address: name === 'public.test' ? '8.8.8.8' : '127.0.0.1', family: 4 },
  ]
  const fetch = createGuardedFetch({ allowTargets: [], resolve })
  t.after(() => fetch.close())
  for (const each of FORBIDDEN_URLS(canary.port)) {
    await assert.rejects(fetch(each), (error: unknown) => error instanceof OutboundFailure && !error.isTransient, each)
  }
  assert.equal(canary.heard.length, 0)
  assert.equal(canary.connections, 0)
})

test('a name that answers differently the second time is connected to at the checked address', async (t) => {
  const canary = await createReceiver()
  t.after(() => canary.close())
  const answers: ResolvedAddress[][] = [[{ address: '127.0.0.1', family: 4 }], [{ address: '127.0.0.2', family: 4 }]]
  let asked = 0
  const resolve = async (): Promise<ResolvedAddress[]> => answers[Math.min(asked++, 1)] ?? []
  const fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'], resolve })
  t.after(() => fetch.close())
  const url = `http://rebinding.test:${canary.port}/`
  assert.equal((await fetch(url)).status, 200)
  assert.equal(asked, 1, 'resolved once for one connection')
  assert.equal(canary.heard[0]?.headers.host, `rebinding.test:${canary.port}`)
  await canary.down()
  await canary.up()
  await assert.rejects(fetch(url), { reason: 'forbidden' })
  assert.equal(canary.heard.length, 1)
})

test('one inner address condemns the name', async () => {
  const mixed: ResolvedAddress[] = [
    { address: '8.8.8.8', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  const guard = createTargetGuard({ allowTargets: [], resolve: async () => mixed })
  await assert.rejects(guard.resolve('mixed.test'), { reason: 'forbidden' })
  await assert.rejects(createTargetGuard({ allowTargets: [], resolve: async () => [] }).resolve('void.test'), { reason: 'unresolved' })
})
