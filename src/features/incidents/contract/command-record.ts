import { type KnownWords, type Read, userOf } from './command-words.ts'

/** One value and nothing after it. */
export function onlyWord(verb: string, field: string, teach: string): Read {
  return ({ words }) => {
    const [first, ...rest] = words
    if (!first) return teach
    return rest.length > 0 ? `"${verb}" takes one value, and "${rest.join(' ')}" stands after it` : { verb, body: { [field]: first } }
  }
}

/** `decide kind:disaster-recovery We fail over`. */
export const readDecide: Read = ({ rest }) => {
  const [all = '', kind] = /^kind:(\S+)\s*/i.exec(rest) ?? []
  const text = rest.slice(all.length)
  return text ? { verb: 'decide', body: { text, ...(kind ? { kind: kind.toLowerCase() } : {}) } } : '"decide" needs a text after it'
}

const isAlert = (word: string): boolean => /^ALR-\d+$/i.test(word)

/** `split ALR-2 ALR-3 Mails are late`: the alerts first, then what that incident is. */
export const readSplit: Read = ({ words }) => {
  const alerts = words.slice(
    0,
    words.findIndex((word) => !isAlert(word)),
  )
  const title = words.slice(alerts.length).join(' ')
  if (!title || words.every(isAlert)) return 'write which alerts go, and what the other incident is: split ALR-2 Mails are late'
  return { verb: 'split', body: { title, alerts } }
}

const ownerOf = (word: string, known: KnownWords): string | null => {
  if (/^(nobody|none|-)$/i.test(word)) return null
  return word.includes(':') && !word.startsWith('user:') ? word : `user:${userOf(word, known)}`
}

/** `task-owner t1 @ben`: the task by its id or number. */
export const readTaskOwner: Read = ({ words, known }) => {
  const [task, owner, ...rest] = words
  if (!task || !owner || rest.length > 0) return 'write which task and whose it is: task-owner t1 @ben, or nobody'
  return { verb: 'task-owner', body: { task, owner: ownerOf(owner, known) } }
}

/** `runbook roll-back step 3 rates are normal`; `undo` after the number takes it back. */
export const readRunbook: Read = ({ rest }) => {
  const [, runbook, step, undo, note] = /^(\S+)(?:\s+step\s+(\d+)(\s+undo\b)?)?(?:\s+(.+))?$/is.exec(rest) ?? []
  if (!runbook) return 'write which runbook: runbook restart-queue'
  return {
    verb: 'runbook',
    body: { runbook, ...(step ? { step: Number(step) } : {}), ...(undo ? { undo: true } : {}), ...(note ? { note } : {}) },
  }
}

/** `reclassify none it was a false alarm`. */
export const readReclassify: Read = ({ words }) => {
  const [type, ...reason] = words
  if (!type || reason.length === 0) return 'write which type, or none, and why: reclassify none nothing was stolen'
  return { verb: 'reclassify', body: { type: /^(none|-)$/i.test(type) ? null : type, reason: reason.join(' ') } }
}

const LISTS = ['open', 'resolved', 'all']

export const readList: Read = ({ rest }) => {
  const status = rest.toLowerCase()
  if (status && !LISTS.includes(status)) return `"${rest}" is no list of incidents; write list, list resolved or list all`
  return { verb: 'list', body: status ? { status } : {} }
}
