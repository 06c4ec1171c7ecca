import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of somebody else that tests drive: where to look for it and how Debian names its package. */
export type Program = { name: string; setting: string; commands: string[]; places: string[]; debianPackage: string }

export const CHROMIUM: Program = {
  name: 'Chromium',
  setting: 'CHROMIUM',
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  places: [
    '/usr/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  debianPackage: 'chromium',
}

const CACHE = new URL('../node_modules/.cache/tocsin/', import.meta.url).pathname

export const ALERTMANAGER: Program = {
  name: 'Alertmanager',
  setting: 'ALERTMANAGER',
  commands: ['prometheus-alertmanager'],
  places: [join(CACHE, 'prometheus-alertmanager/usr/bin/prometheus-alertmanager')],
  debianPackage: 'prometheus-alertmanager',
}

export const NTFY: Program = {
  name: 'ntfy',
  setting: 'NTFY',
  commands: ['ntfy'],
  places: ['/usr/bin/ntfy'],
  debianPackage: 'ntfy',
}

/** The program's path (its setting, the PATH, the usual places), or null when the machine has none. */
export function findProgram({ setting, commands, places }: Program): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [
    process.env[setting] ?? '',
    ...folders.flatMap((folder) => commands.map((command) => join(folder, command))),
    ...places,
  ]
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    if (path === '') return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Finds the program or, as root on Debian, installs its package. Returns null when neither worked. */
export function ensureProgram(program: Program): string | null {
  const found = findProgram(program)
  if (found || !isRootOnDebian()) return found
  process.stdout.write(`Fetching Debian's ${program.debianPackage} …\n`)
  apt(['update', '-qq'])
  // Alertmanager is unpacked, not installed: installing would start it as a service of the machine.
  if (program === ALERTMANAGER) unpack(program.debianPackage)
  else apt(['install', '-y', '-qq', '--no-install-recommends', program.debianPackage])
  return findProgram(program)
}

export const howToGet = ({ name, setting, debianPackage }: Program): string =>
  `${name} was not found: install it (Debian: apt-get install ${debianPackage}) or set ${setting} to its path.`

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function unpack(name: string): void {
  const folder = join(CACHE, name)
  mkdirSync(folder, { recursive: true })
  // As root apt would hand the download to its own user, who may not write here.
  if (!apt(['download', '-q', '-o', 'APT::Sandbox::User=root', name], folder)) return
  const archive = readdirSync(folder).find((file) => file.endsWith('.deb'))
  if (archive) spawnSync('dpkg-deb', ['-x', archive, '.'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

function apt(args: string[], cwd?: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}
