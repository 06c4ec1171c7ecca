import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readUpload } from './bundle-upload.ts'

const outside = mkdtempSync(join(tmpdir(), 'tocsin-outside-'))
const root = mkdtempSync(join(tmpdir(), 'tocsin-bundle-'))
after(() => {
  for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true })
})
writeFileSync(join(outside, 'secret.md'), 'secret')

let count = 0
/** A bundle's folder with these files. */
function folderWith(files: Record<string, string>): string {
  count += 1
  const folder = join(root, String(count))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}
const YAML = 'version: 1\norganization: { name: "${NAME}" }\npostmortem: { template: postmortem.md }\nrunbooks: { folder: runbooks }\n'
const pathsOf = (folder: string): string[] => readUpload(folder, {}).files.map(({ path }) => path.replace(`${folder}/`, ''))

test('a bundle is sent with the texts it names, and with no other file', () => {
  const folder = folderWith({
    'tocsin.yaml': YAML,
    'postmortem.md': 'p',
    'runbooks/a.md': 'echo ${HOME}',
    'README.md': 'r',
    'notes/x.md': 'n',
  })
  assert.deepEqual(pathsOf(folder), ['tocsin.yaml', 'postmortem.md', 'runbooks/a.md'])
  assert.deepEqual(readUpload(folder, { HOME: '/root', NAME: 'Example' }).variables, { NAME: 'Example' }, 'a text names no variables')
  assert.equal(readUpload(join(folder, 'tocsin.yaml'), {}).files.length, 3, 'also when its one file is named')
})

test('S12.10 the files of templates are sent, once each, and only text files', () => {
  const templates = ['templates/a.md', './templates/a.md', 'templates/b.md', '.env', '../1/README.md'].map((file) => `{ file: ${file} }`)
  const folder = folderWith({ 'tocsin.yaml': `version: 1\ntemplates: [${templates.join()}]\n`, 'templates/a.md': 'a', '.env': 'KEY=1' })
  assert.deepEqual(pathsOf(folder), ['tocsin.yaml', 'templates/a.md'])
})

test('a path that leads out of the folder is not read, a link that does is refused', () => {
  const up = folderWith({ 'tocsin.yaml': YAML.replace('postmortem.md', '../1/postmortem.md') })
  assert.deepEqual(pathsOf(up), ['tocsin.yaml'])
  const linked = folderWith({ 'tocsin.yaml': YAML })
  symlinkSync(join(outside, 'secret.md'), join(linked, 'postmortem.md'))
  assert.throws(() => readUpload(linked, {}), /postmortem\.md leads to .*secret\.md, which is not below/)
  const folder = folderWith({ 'tocsin.yaml': YAML })
  symlinkSync(outside, join(folder, 'runbooks'))
  assert.throws(() => readUpload(folder, {}), /runbooks\/secret\.md leads to/)
})

test('what is too large or no file is refused with the remedy', () => {
  const large = folderWith({ 'tocsin.yaml': YAML, 'postmortem.md': 'x'.repeat(300_000) })
  assert.throws(() => readUpload(large, {}), /has 300000 bytes; at most 262144 are read: shorten it/)
  const folder = folderWith({ 'tocsin.yaml': YAML, 'postmortem.md/x': '' })
  assert.throws(() => readUpload(folder, {}), /is no file/)
})
