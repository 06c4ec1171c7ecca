import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A program of somebody else that tests drive: where to look for it and how Debian names its package. `unpacked`: its package and what
 * it needs are unpacked beside the checkout and not installed, for that would start it as a service of the machine.
 */
export type Program = {
  name: string
  setting: string
  commands: string[]
  places: string[]
  debianPackage: string
  unpacked?: readonly string[]
}

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
  unpacked: ['prometheus-alertmanager'],
}

export const NTFY: Program = {
  name: 'ntfy',
  setting: 'NTFY',
  commands: [],
  // Not on the PATH: another program that sends messages to desktops has the same name.
  places: ['/usr/bin/ntfy', join(CACHE, 'ntfy/usr/bin/ntfy')],
  debianPackage: 'ntfy',
  unpacked: ['ntfy'],
}

/** Python's reader of calendars; its modules are found from its command. */
export const ICALENDAR: Program = {
  name: "Python's icalendar",
  setting: 'ICALENDAR',
  commands: [],
  places: ['/usr/bin/icalendar', join(CACHE, 'python3-icalendar/usr/bin/icalendar')],
  debianPackage: 'python3-icalendar',
  unpacked: ['python3-icalendar', 'python3-dateutil', 'python3-tz', 'python3-six'],
}

/** Where packages are looked for that the machine's own Debian does not have yet. */
const NEWER = 'trixie'
const LISTS = 'apt'

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
  if (program.unpacked) unpack(program.unpacked, join(CACHE, program.debianPackage))
  else apt(['install', '-y', '-qq', '--no-install-recommends', program.debianPackage])
  return findProgram(program)
}

export const howToGet = ({ name, setting, debianPackage }: Program): string =>
  `${name} was not found: install it (Debian: apt-get install ${debianPackage}) or set ${setting} to its path.`

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function unpack(names: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true })
  // As root apt would hand the download to its own user, who may not write here.
  const download = ['download', '-q', '-o', 'APT::Sandbox::User=root', ...names]
  if (!apt(download, folder) && !apt([...fromNewer(folder), ...download], folder)) return
  rmSync(join(folder, LISTS), { recursive: true, force: true })
  for (const archive of readdirSync(folder).filter((file) => file.endsWith('.deb')))
    spawnSync('dpkg-deb', ['-x', archive, '.'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Options by which apt reads the newer Debian, with lists of its own: the machine's stay as they are. */
function fromNewer(folder: string): string[] {
  const own = join(folder, LISTS)
  mkdirSync(join(own, 'lists/partial'), { recursive: true })
  mkdirSync(join(own, 'cache/archives/partial'), { recursive: true })
  const signed = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
  writeFileSync(join(own, 'sources.list'), `deb ${signed} https://deb.debian.org/debian ${NEWER} main\n`)
  const settings = {
    'Dir::Etc::SourceList': join(own, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(own, 'lists'),
    'Dir::Cache': join(own, 'cache'),
    'APT::Sandbox::User': 'root',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  apt([...options, 'update', '-qq'])
  return options
}

function apt(args: string[], cwd?: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}
