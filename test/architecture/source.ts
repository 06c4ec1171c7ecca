import { posix } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree with TypeScript's own kinds), as far as this checker needs to know it. */
export type Node = { type: string; start: number; end: number; [key: string]: unknown }

/** `target` is the path inside the tree, or null when the import names a package. Type-only imports count like all others. */
export type Import = { specifier: string; target: string | null; line: number }

export type Source = { path: string; text: string; program: Node; imports: Import[]; isTest: boolean; lineAt(offset: number): number }

export type Finding = { rule: string; path: string; line: number; message: string }

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** The nodes directly below this one, in the order they are written. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue
    if (Array.isArray(value)) children.push(...value.filter(isNode))
    else if (isNode(value)) children.push(value)
  }
  return children
}

/** Calls `visit` with every node below and including `node`, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const child of childrenOf(node)) walk(child, visit)
}

export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path} cannot be parsed: ${errors[0].message}`)
  const starts = lineStarts(text)
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1
  const root = program as unknown as Node
  return { path, text, program: root, imports: importsOf(path, root, lineAt), isTest: /\.test\.tsx?$/.test(path), lineAt }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

const IMPORTING = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'])

function importsOf(path: string, program: Node, lineAt: (offset: number) => number): Import[] {
  const imports: Import[] = []
  walk(program, (node) => {
    if (!IMPORTING.has(node.type) || !isNode(node.source) || typeof node.source.value !== 'string') return
    const specifier = node.source.value
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null
    imports.push({ specifier, target, line: lineAt(node.start) })
  })
  return imports
}
