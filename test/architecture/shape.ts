import { childrenOf, type Finding, isNode, type Node, type Source, walk } from './source.ts'

/** The caps of the house rules: trouble is always in the tail, so the tail is cut. */
const MOST = { fileLines: 300, functionLines: 50, nesting: 3, parameters: 3 }

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const NESTS = new Set([
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
])
const FORBIDDEN_NAMES = /^(utils?|helpers?|common|types|misc|shared|lib)$|-(utils?|helpers?|types)$/
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const MAY_DEFAULT = /^src\/(integrations\/[^/]+(\/index)?|features\/[^/]+\/(feature|ui\/index))\.tsx?$/
const MAY_BE_INDEX = /^src\/(features(\/[^/]+\/ui)?|integrations\/[^/]+)\/index\.ts$/

export function checkShape(source: Source): Finding[] {
  const findings: Finding[] = [...checkNames(source)]
  const say = (rule: string, node: Node | null, message: string): void => {
    findings.push({ rule, path: source.path, line: node ? source.lineAt(node.start) : 1, message })
  }
  const lines = source.text.trimEnd().split('\n').length
  if (lines > MOST.fileLines) say('file-length', null, `has ${lines} lines; split it, ${MOST.fileLines} is the most`)
  const exempt = groupCallbacks(source)
  walk(source.program, (node) => {
    if (FUNCTIONS.has(node.type)) checkFunction(source, node, { isGroup: exempt.has(node), say })
    if (node.type === 'ExportAllDeclaration') say('barrel', node, 'passes on everything of another file; import from where it is written')
    if (node.type === 'TSAnyKeyword') say('any', node, 'says any; write unknown and narrow it, or the real type')
    if (node.type === 'ExportDefaultDeclaration' && !MAY_DEFAULT.test(source.path))
      say('default-export', node, 'exports a default; give it its name')
  })
  return findings
}

type FunctionCheck = { isGroup: boolean; say(rule: string, node: Node, message: string): void }

function checkFunction(source: Source, node: Node, { isGroup, say }: FunctionCheck): void {
  const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1
  if (lines > MOST.functionLines && !isGroup)
    say('function-length', node, `is a function of ${lines} lines; ${MOST.functionLines} is the most`)
  const parameters = (node.params as Node[]).filter((each) => each.name !== 'this').length
  if (parameters > MOST.parameters) say('parameters', node, `takes ${parameters} parameters; after ${MOST.parameters} hand in one object`)
  const depth = isNode(node.body) ? nestingOf(node.body) : 0
  if (depth > MOST.nesting) say('nesting', node, `nests ${depth} deep; ${MOST.nesting} is the most`)
}

/** How deep branches and loops stand in each other. `else if` is not deeper than its `if`; an inner function counts for itself. */
function nestingOf(node: Node): number {
  let deepest = 0
  for (const child of childrenOf(node)) {
    if (FUNCTIONS.has(child.type)) continue
    const isElseIf = node.type === 'IfStatement' && child === node.alternate && child.type === 'IfStatement'
    deepest = Math.max(deepest, nestingOf(child) + (NESTS.has(child.type) && !isElseIf ? 1 : 0))
  }
  return deepest
}

/** The callbacks of `describe` and `suite` in tests are lists of tests, not functions to understand at once. */
function groupCallbacks(source: Source): Set<Node> {
  const callbacks = new Set<Node>()
  if (!source.isTest) return callbacks
  walk(source.program, (node) => {
    if (node.type !== 'CallExpression' || !isNode(node.callee) || !Array.isArray(node.arguments)) return
    const name = node.callee.name
    if (name === 'describe' || name === 'suite') for (const each of node.arguments.filter(isNode)) callbacks.add(each)
  })
  return callbacks
}

function checkNames({ path }: Source): Finding[] {
  const findings: Finding[] = []
  const parts = path.split('/').slice(1)
  const bare = parts.map((part, at) => (at === parts.length - 1 ? part.replace(/(\.test|\.d)?\.tsx?$/, '') : part))
  for (const name of bare) {
    const message = FORBIDDEN_NAMES.test(name)
      ? `"${name}" is a drawer for anything; name it after what is in it`
      : KEBAB.test(name)
        ? null
        : `"${name}" is not kebab-case`
    if (message) findings.push({ rule: 'name', path, line: 1, message })
  }
  if (bare.at(-1) === 'index' && !MAY_BE_INDEX.test(path))
    findings.push({ rule: 'barrel', path, line: 1, message: 'is an index; import from the file itself' })
  return findings
}
