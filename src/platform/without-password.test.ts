import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsIn } from './shown-settings.ts'
import { withoutPassword } from './without-password.ts'

test('an address is shown without what lets somebody in', () => {
  const cases: [string, string][] = [
    ['postgres://tocsin:s3cret@db.example.com:5432/tocsin', 'postgres://tocsin:***@db.example.com:5432/tocsin'],
    ['postgres://db.example.com/tocsin?user=t&password=s3cret', 'postgres://db.example.com/tocsin?user=t&password=***'],
    ['smtps://mail.example.com:465?from=tocsin@example.com', 'smtps://mail.example.com:465?from=tocsin@example.com'],
    ['https://hc.example.com/ping/s3cret?rid=s3cret', 'https://hc.example.com/…'],
    ['no address s3cret', '(not shown)'],
  ]
  for (const [address, shown] of cases) assert.equal(withoutPassword(address), shown)
})

test('no secret of the settings is shown', () => {
  const shown = settingsIn({
    TOCSIN_HEARTBEAT_URL: 'https://hc.example.com/ping/s3cret',
    TOCSIN_SMTP_URL: 'smtp://me:s3cret@mail.example.com',
  })
  assert.doesNotMatch(JSON.stringify(shown), /s3cret/)
  assert.match(JSON.stringify(shown), /hc\.example\.com/)
})
