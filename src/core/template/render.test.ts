import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { faultOf, placeholdersOf, render } from './render.ts'

const data = {
  incident: {
    reference: 'INC-42',
    title: 'Down',
    started: '2026-11-12T14:41:12.000Z',
    responders: ['Ann', 'Ben'],
    eta: '',
    flags: { security: true },
  },
  update: { text: 'Rolling back {{ incident.reference }}' },
  list: Array.from({ length: 200 }, (_, index) => index),
}
const fill = (text: string, timezone = 'Europe/Berlin') => render(text, { data, timezone })
const text = (template: string): string => {
  const rendered = fill(template)
  assert.ok(rendered.ok, JSON.stringify(rendered))
  return rendered.text
}
const fault = (template: string): string => {
  const rendered = fill(template)
  assert.equal(!rendered.ok && rendered.reason, 'faulty', JSON.stringify(rendered).slice(0, 200))
  return !rendered.ok && rendered.reason === 'faulty' ? rendered.message : ''
}

describe('a template is filled', () => {
  test('with values, lists, conditions, loops, and moments on the reader’s clock', () => {
    assert.equal(text('{{ incident.reference }}: {{ incident.title | upcase }}'), 'INC-42: DOWN')
    assert.equal(
      text("since {{ incident.started | time }} on {{ incident.started | date: '%-d %B %Y' }}"),
      'since 15:41 CET on 12 November 2026',
    )
    assert.equal(text('{{ incident.responders }}; {% for each in incident.responders %}<{{ each }}>{% endfor %}'), 'Ann, Ben; <Ann><Ben>')
    assert.equal(text('a\n{% if incident.eta %}\nby {{ incident.eta | time }}\n{% endif %}\nb'), 'a\n\nb')
    assert.equal(text('{% unless incident.flags.security %}x{% else %}{{ incident.flags.security }}{% endunless %}'), 'yes')
    assert.equal(text('{% case incident.title %}{% when "Down" %}it is down{% endcase %}'), 'it is down')
    assert.equal(text('{% for n in (1..3) %}{% if n == 2 %}{% continue %}{% endif %}{{ n }}{% endfor %}'), '13')
  })

  test('what people wrote is not read as a template', () => {
    assert.equal(text('{{ update.text }}'), 'Rolling back {{ incident.reference }}')
  })

  test('S12.23 a placeholder without a value is named, once, and nothing may be sent', () => {
    const rendered = fill('{{ incident.eta | time }} {{ update.next }} {{ incident.title }} {{ update.next }} {{ nobody.there }}')
    assert.deepEqual(!rendered.ok && rendered.reason === 'empty' && rendered.empty, ['incident.eta', 'update.next', 'nobody.there'])
    assert.equal(text('{{ update.next | default: "soon" }}'), 'soon')
    assert.deepEqual(placeholdersOf('{{ a.b | time }}{{ c }}{{ a.b }}{%- if d -%}{{- roles.tech-lead -}}'), ['a.b', 'c', 'roles.tech-lead'])
  })
})

describe('a template can do nothing else', () => {
  test('no prototype, no functions, no code of JavaScript', () => {
    for (const path of [
      'incident.constructor',
      'incident.__proto__',
      'incident.toString',
      'incident.title.constructor',
      'incident["constructor"].name',
      'list.constructor',
    ])
      assert.equal(fill(`{{ ${path} }}`).ok, false, path)
  })

  test('no files, no variables, no filter that is not for words', () => {
    for (const tag of [
      'include "x"',
      'render "/etc/passwd"',
      'layout "x"',
      'assign a = 1',
      'increment a',
      'echo incident',
      'liquid',
      'tablerow x in list',
    ])
      assert.match(fault(`{% ${tag} %}`), /cannot be read: tag .* not found/, tag)
    for (const filter of ['json', 'where_exp: "x", "y"', 'date_to_xmlschema', 'inspect', 'base64_decode', 'times: 9'])
      assert.match(fault(`{{ incident.title | ${filter} }}`), /undefined filter/, filter)
    assert.match(faultOf('{% if a %}') ?? '', /not closed/)
    assert.equal(faultOf('{% if a %}{% endif %}'), null)
    assert.equal(fill("{{ 'now' | date: '%Y' }}").ok, false, 'no template looks at a watch')
  })

  test('a template that loops is cut, with the reason', () => {
    assert.match(fault('{% for i in (1..1000000000) %}x{% endfor %}'), /was stopped: it asks for too much at once/)
    assert.match(
      fault('{% for i in list %}{% for j in list %}{% for k in list %}x{% endfor %}{% endfor %}{% endfor %}'),
      /more than 20000 steps/,
    )
    assert.match(fault(`{% for i in list %}${'x'.repeat(1_000)}{% endfor %}`), /beyond 100000 characters/)
    assert.match(fault('x'.repeat(50_001)), /50001 characters; 50000 is the most/)
    assert.match(fault('{% for i in (1..9000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}'), /was stopped/)
  })

  test('a long condition counts by its length at each turn of a loop', () => {
    const long = Array.from({ length: 1_000 }, () => '"a" == "b"').join(' or ')
    const asked = (turns: number, condition: string) => fill(`{% for i in (1..${turns}) %}{% if ${condition} %}x{% endif %}{% endfor %}`)
    assert.match(fault(`{% for i in (1..500) %}{% if ${long} %}x{% endif %}{% endfor %}`), /more than 20000 steps/)
    assert.equal(asked(500, '"a" == "b"').ok, true)
    assert.equal(asked(100, long).ok, true)
    const branches = '{% elsif gone %}'.repeat(2_000)
    assert.match(fault(`{% for i in (1..500) %}{% if gone %}${branches}{% endif %}{% endfor %}`), /more than 20000 steps/)
  })

  test('a run of blanks is kept within a line, and gone at its end', () => {
    assert.equal(text(`a${' '.repeat(40_000)}b \t \nc`), `a${' '.repeat(40_000)}b\nc`)
  })

  test('deep nesting is refused or answered, never a crash', () => {
    const deep = 3_000
    const rendered = fill(`${'{% if list %}'.repeat(deep)}x${'{% endif %}'.repeat(deep)}`)
    assert.ok(rendered.ok || rendered.reason === 'faulty')
  })
})
