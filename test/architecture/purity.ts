import { walkScopes } from './scope.ts'
import { type Finding, isNode, type Node, type Source } from './source.ts'
import { zoneOf } from './zones.ts'

/** The only files that look at a watch: the engine's for everything that happens, the browser's for what is drawn. */
const CLOCKS = new Set(['src/engine/clock.ts', 'src/web/clock.ts'])

/** What pure code cannot reach for. Whatever is needed of these is handed in. */
const IMPURE_GLOBALS = new Set([
  ...[
    'process',
    'Date',
    'fetch',
    'console',
    'crypto',
    'performance',
    'globalThis',
    'window',
    'document',
    'localStorage',
    'navigator',
    'Buffer',
  ],
  ...[
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'WebSocket',
    'EventSource',
    'XMLHttpRequest',
    'require',
    'eval',
    'Function',
  ],
])
const WATCHES = new Set(['Date.now', 'Temporal.Now', 'performance.now', 'performance.timeOrigin', 'process.hrtime'])
const SQL_WATCH =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_timestamp|current_date|localtimestamp)\b/i

export function checkPurity(source: Source): Finding[] {
  if (source.isTest) return []
  const zone = zoneOf(source.path)
  const isPure = zone.kind === 'core' || (zone.kind === 'feature' && zone.part === 'pure')
  const findings: Finding[] = []
  walkScopes(source.program, (node, isDeclared) => {
    const say = (rule: string, message: string): void => {
      findings.push({ rule, path: source.path, line: source.lineAt(node.start), message })
    }
    const watch = CLOCKS.has(source.path) ? null : watchIn(node, isDeclared)
    if (watch) say('clock', `looks at a watch (${watch}); only ${[...CLOCKS].join(' and ')} may: take \`now\` as a parameter`)
    const impure = isPure ? impurityIn(node, isDeclared) : null
    if (impure) say('purity', `${impure}; core, contract and rules are pure: hand the value in`)
  })
  return findings
}

function watchIn(node: Node, isDeclared: (name: string) => boolean): string | null {
  const member = memberName(node)
  if (member && WATCHES.has(member) && !isDeclared(member.split('.')[0] ?? '')) return member
  const makesDate = (node.type === 'NewExpression' || node.type === 'CallExpression') && isNode(node.callee) && node.callee.name === 'Date'
  if (makesDate && !isDeclared('Date') && (node.type === 'CallExpression' || (node.arguments as Node[]).length === 0)) return 'Date()'
  const text = node.type === 'Literal' ? node.value : node.type === 'TemplateElement' ? (node.value as { raw: string }).raw : null
  return typeof text === 'string' && SQL_WATCH.test(text) ? 'SQL time' : null
}

function impurityIn(node: Node, isDeclared: (name: string) => boolean): string | null {
  if (node.type === 'AwaitExpression' || node.async === true) return 'waits (async)'
  const member = memberName(node)
  if (member === 'Math.random' && !isDeclared('Math')) return 'draws a random number'
  const name = referenceIn(node)
  return name && IMPURE_GLOBALS.has(name) && !isDeclared(name) ? `reaches for ${name}` : null
}

/** The global's name where a node reads one: as an object, a callee, an argument or a value; not as a property's name. */
function referenceIn(node: Node): string | null {
  const read: unknown[] = [node.callee, node.object, node.argument, node.right, node.init, node.test, node.expression, node.tag]
  if (node.type === 'Property' && node.value !== node.key) read.push(node.value)
  if (node.type === 'Property' && node.shorthand === true) read.push(node.value)
  if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') read.push(node.left)
  if (node.type === 'ConditionalExpression') read.push(node.consequent, node.alternate)
  if (node.type === 'ArrowFunctionExpression') read.push(node.body)
  for (const list of [node.arguments, node.elements, node.expressions]) if (Array.isArray(list)) read.push(...list)
  const names = read
    .filter(isNode)
    .filter((each) => each.type === 'Identifier')
    .map((each) => String(each.name))
  return names.find((name) => IMPURE_GLOBALS.has(name)) ?? null
}

function memberName(node: Node): string | null {
  if (node.type !== 'MemberExpression' || !isNode(node.object) || !isNode(node.property)) return null
  const property = node.computed === true ? node.property.value : node.property.name
  return `${String(node.object.name)}.${String(property)}`
}

/** Migrations and other SQL files: a default of `now()` is a second clock. */
export function checkSql(path: string, text: string): Finding[] {
  const findings: Finding[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (!SQL_WATCH.test(line.replace(/--.*$/, ''))) continue
    findings.push({ rule: 'clock', path, line: at + 1, message: 'SQL says now(); the engine hands the instant in' })
  }
  return findings
}
