import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the browser runs is no part of the program. */
const BROWSER = new Set(['ui', 'web'])

/** Whether `built` is not older than any source of the program below `src`, nor than the packages. False when it is not there. */
export function isFresh(root, built) {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs
  if (builtAt === undefined || statSync(join(root, 'package-lock.json'), { throwIfNoEntry: false })?.mtimeMs > builtAt) return false
  return isOlder(join(root, 'src'), builtAt)
}

/** A folder's own time counts as well: it changes when a file comes or goes. */
function isOlder(folder, moment) {
  if (statSync(folder).mtimeMs > moment) return false
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    if (entry.isDirectory()) return BROWSER.has(entry.name) || isOlder(join(folder, entry.name), moment)
    return entry.name.endsWith('.test.ts') || statSync(join(folder, entry.name)).mtimeMs <= moment
  })
}
