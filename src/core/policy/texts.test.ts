import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBundle } from './parse.ts'
import { printBundle } from './print.ts'
import type { Bundle } from './schema/bundle.ts'
import { detachTexts } from './texts.ts'

const YAML = `version: 1
organization: { name: Example Ltd }
postmortem: { template: postmortem.md }
runbooks: { folder: ./runbooks/ }
`
const TEXTS = [
  { path: 'postmortem.md', text: '# {{ incident.reference }}\n\nline\r\n' },
  { path: 'runbooks/roll-back.md', text: 'Run `ssh ${HOST}`\n\n\n' },
  { path: 'runbooks/empty.md', text: '' },
]
const read = (yaml: string, texts = TEXTS, environment = {}) => parseBundle([{ path: 'tocsin.yaml', text: yaml }, ...texts], environment)
const bundleOf = ({ bundle, findings }: ReturnType<typeof read>): Bundle => {
  assert.ok(bundle, JSON.stringify(findings))
  return bundle
}

test('texts beside the YAML become part of the bundle, as they are, and nothing in them is filled in', () => {
  const { bundle, findings } = read(YAML, TEXTS, { HOST: 'secret-host' })
  assert.deepEqual(findings, [])
  assert.equal(bundle?.postmortem?.text, TEXTS[0]?.text)
  assert.deepEqual(bundle?.runbooks?.texts, { 'roll-back': TEXTS[1]?.text, empty: '' })
})

test('what nobody names is not taken: other folders, other files, names that are none', () => {
  const others = ['README.md', 'runbooks/deep/x.md', 'runbooks/Upper Case.md', 'notes/roll-back.md'].map((path) => ({ path, text: 'x' }))
  const bundle = bundleOf(read(YAML, [...TEXTS, ...others]))
  assert.deepEqual(Object.keys(bundle.runbooks?.texts ?? {}), ['empty', 'roll-back'])
})

test('written out and read again the bundle is equal, with files of their own and in one file', () => {
  const bundle = bundleOf(read(YAML))
  const { bundle: rest, files } = detachTexts(bundle)
  assert.deepEqual(files.map(({ path }) => path).sort(), ['postmortem.md', 'runbooks/empty.md', 'runbooks/roll-back.md'])
  assert.doesNotMatch(printBundle(rest), /incident\.reference|ssh/)
  assert.deepEqual(bundleOf(read(printBundle(rest), files)), bundle)
  assert.deepEqual(bundleOf(read(printBundle(bundle), [], { HOST: 'secret-host' })), bundle)
})

for (const path of ['../secret.md', '/etc/passwd.md', 'a/../../b.md', 'C:\\x.md', '~/x.md'])
  test(`a template at ${path} is refused, whatever files are sent along`, () => {
    const { bundle, findings } = read(YAML.replace('postmortem.md', JSON.stringify(path)), [{ path, text: 'x' }])
    assert.equal(bundle, null)
    const [finding] = findings
    assert.deepEqual([finding?.rule, finding?.line], ['text-outside', 3])
    assert.match(finding?.remedy ?? '', /such as postmortem\.md/)
  })

test('a folder outside is refused as well, a template that is not there is told, and a text may not be written twice', () => {
  assert.equal(read(YAML.replace('./runbooks/', '../runbooks')).findings[0]?.rule, 'text-outside')
  const { bundle, findings } = read(YAML, [])
  assert.ok(bundle)
  assert.deepEqual(
    [findings[0]?.rule, findings[0]?.level, findings[0]?.cost],
    ['text-missing', 'warning', 'reviews begin with the standard draft'],
  )
  const twice = read(YAML.replace('{ template: postmortem.md }', '{ template: postmortem.md, text: x }'))
  assert.deepEqual([twice.bundle, twice.findings[0]?.rule], [null, 'text-twice'])
})

test('a text that is longer than a book is refused', () => {
  const { bundle, findings } = read(YAML, [{ path: 'postmortem.md', text: 'x'.repeat(256 * 1024 + 1) }])
  assert.equal(bundle, null)
  assert.ok(
    findings.some(({ message }) => /postmortem/.test(message)),
    JSON.stringify(findings),
  )
})

const CHAT = 'for: chat, file: templates/declared.md'
const WORDS = `version: 1
organization: { name: Example Ltd }
templates:
  - { id: hello, moment: declared, ${CHAT} }
  - { id: again, moment: reopened, for: chat, file: ./templates/declared.md }
  - { id: bye, moment: resolved, for: chat, text: It is over }
`
const SAID = { path: 'templates/declared.md', text: '{{ incident.reference }} on ${HOST}\n' }

test('S12.10 the text of a template stands in a file beside the policy, and goes back into it', () => {
  const bundle = bundleOf(read(WORDS, [SAID], { HOST: 'secret-host' }))
  assert.deepEqual(
    bundle.templates?.map(({ text }) => text),
    [SAID.text, SAID.text, 'It is over'],
  )
  const { bundle: rest, files } = detachTexts(bundle)
  assert.deepEqual(files, [SAID])
  assert.deepEqual(bundleOf(read(printBundle(rest), files)), bundle)
  assert.deepEqual(bundleOf(read(printBundle(bundle), [], { HOST: 'secret-host' })), bundle)
})

test('S12.10 templates that shared a file and no longer say the same keep their own words', () => {
  const bundle = bundleOf(read(WORDS, [SAID]))
  const edited = { ...bundle, templates: bundle.templates?.map((each) => (each.id === 'again' ? { ...each, text: 'Again' } : each)) }
  const { bundle: rest, files } = detachTexts(edited)
  assert.deepEqual([files, bundleOf(read(printBundle(rest), files))], [[], edited])
})

test('S12.10 a file that is not there, one outside of the folder, a text written twice and no text at all are told at their place', () => {
  const findingsOf = (yaml: string, texts = [SAID]) => {
    const { bundle, findings } = read(yaml, texts)
    assert.equal(bundle, null)
    return findings.map(({ rule, line, column }) => `${rule} ${line}:${column}`)
  }
  assert.deepEqual(findingsOf(WORDS, []), ['text-missing 4:53', 'text-missing 5:53'])
  assert.deepEqual(findingsOf(WORDS.replace('./templates', '../templates')), ['text-outside 5:53', 'text-missing 5:53'])
  assert.deepEqual(findingsOf(WORDS.replace('declared.md }', 'declared.md, text: Hello }')), ['text-twice 4:82'])
  assert.deepEqual(findingsOf(WORDS.replace(', text: It is over', '')), ['missing 6:5'])
})
