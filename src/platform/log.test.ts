import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog, loggedUrl } from './log.ts'

test('keys and tokens in addresses are hidden', () => {
  assert.equal(loggedUrl('/in/alertmanager/k3y'), '/in/alertmanager/[hidden]')
  assert.equal(loggedUrl('/in/generic/k3y?x=1&token=t0k'), '/in/generic/[hidden]?x=1&token=[hidden]')
  assert.equal(loggedUrl('/ack/abc.def'), '/ack/[hidden]')
  assert.equal(loggedUrl('/a/abc.def?said=passed'), '/a/[hidden]?said=passed')
  assert.equal(loggedUrl('/calendar/t0k.ics'), '/calendar/[hidden]')
  assert.equal(loggedUrl('/hear/twilio-voice/calls/say?m=1&say=A+private+matter'), '/hear/twilio-voice/calls/say?[hidden]')
  assert.equal(loggedUrl('/api/alerts?status=open'), '/api/alerts?status=open')
})

test('secret fields are hidden and each entry is one line', () => {
  const lines: string[] = []
  const log = createLog({ to: { write: (line) => lines.push(line) } })
  log.info(
    { routing_key: 'k3y', headers: { authorization: 'k3y', cookie: 'k3y' }, a: { b: { password: 'k3y' } }, title: 'one\r\ntwo' },
    'x',
  )
  log.warn({ req: { id: '1', method: 'POST', url: '/in/generic/k3y', ip: '1' } }, 'slow')
  assert.equal(lines.length, 2)
  for (const line of lines) {
    assert.ok(!line.includes('k3y'), line)
    assert.equal(line.trimEnd().split(/[\r\n]/).length, 1)
  }
})

test('an error is told without what its library hung on it', () => {
  const lines: string[] = []
  const log = createLog({ to: { write: (line) => lines.push(line) } })
  const err = Object.assign(new Error('broke', { cause: new Error('gone') }), { code: '57P01', client: { host: 'db', secretKey: 'k3y' } })
  log.warn({ err }, 'a database connection broke')
  const { err: told } = JSON.parse(lines[0] ?? '{}')
  assert.deepEqual([told.message, told.code, told.cause.message, told.client], ['broke', '57P01', 'gone', undefined])
  assert.match(told.stack, /log\.test/)
})
