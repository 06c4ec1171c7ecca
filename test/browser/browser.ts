import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { CHROMIUM, findProgram } from '../../scripts/programs.ts'

/** Path of the Chromium on this machine, or null: then browser tests are skipped and counted as skipped. */
export const chromiumPath: string | null = findProgram(CHROMIUM)

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath ?? CHROMIUM.places[0], args: FLAGS })

/** For what comes at once on a quiet machine; one that is busy with other tests is given more. */
export const SOON = { timeout: 30_000 }

export type Theme = 'dark' | 'light'
export type Variant = { theme: Theme; width: number }

/** Both themes on a desk and on a phone: what every screen is checked in. */
export const VARIANTS: readonly Variant[] = [
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 360 },
  { theme: 'light', width: 360 },
]

const NARROW = 640
const isPhone = ({ width }: { width: number }): boolean => width <= NARROW
const viewportOf = ({ width }: { width: number }) => ({ width, height: isPhone({ width }) ? HEIGHTS.phone : HEIGHTS.desk })
const HEIGHTS = { desk: 800, phone: 740 }

export type Screen = {
  page: Page
  /** What the browser complained about: script errors, refused styles, missing files. A test expects none. */
  complaints: string[]
  close: () => Promise<void>
}

export type OpenOptions = Variant & {
  url: string
  /** `name=value` of a session, so that a test need not sign in by hand. */
  cookie?: { name: string; value: string }
  /** Sent with every request: who asks, where a test's server takes that from a header. */
  headers?: Record<string, string>
  /** Complaints that belong to the test, as when it stops the server. */
  isExpected?: (complaint: string) => boolean
}

/** Opens an address in a fresh profile with a theme and a width. */
export async function openScreen(
  browser: Browser,
  { url, theme, width, cookie, headers, isExpected = () => false }: OpenOptions,
): Promise<Screen> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: viewportOf({ width }),
    hasTouch: isPhone({ width }),
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    ...(headers ? { extraHTTPHeaders: headers } : {}),
  })
  if (cookie) await context.addCookies([{ ...cookie, url: new URL('/', url).href }])
  const page = await context.newPage()
  const complaints: string[] = []
  const complain = (text: string) => {
    if (!isExpected(text)) complaints.push(text)
  }
  page.on('pageerror', (error) => complain(`${error}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(message.text())
  })
  await page.goto(url)
  return { page, complaints, close: () => context.close() }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2 AA and axe's own good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe-core finds wrong on the page as it stands, or in a part of it: one line for each element, empty when nothing is. */
export async function axeViolations(page: Page, part = 'html'): Promise<string[]> {
  await finishTransitions(page)
  // evaluated through the debugger, which the page's content security policy does not concern
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const results = await page.evaluate<AxeResults, { part: string; rules: string[] }>(
    ({ part: root, rules }) =>
      (window as unknown as { axe: { run(root: string, options: object): Promise<AxeResults> } }).axe.run(root, { runOnly: rules }),
    { part, rules: RULES },
  )
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`))
}

/** Colours half way from one to the other are nobody's choice. */
const finishTransitions = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
  })

/** The same in both themes, as the page stands: open dialogs stay open. Ends in the theme it began with. */
export async function axeInBothThemes(page: Page, part?: string): Promise<string[]> {
  const found: string[] = []
  const own = await page.evaluate((): Theme => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'))
  for (const theme of [own === 'dark' ? 'light' : 'dark', own] as const) {
    await setTheme(page, theme)
    found.push(...(await axeViolations(page, part)).map((each) => `${theme}: ${each}`))
  }
  return found
}

/** The console follows with a word on its root; pages without a script follow by themselves. */
async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.waitForFunction((wanted) => (document.documentElement.dataset.mantineColorScheme ?? wanted) === wanted, theme)
}

/** True when the page can be pushed sideways: never, down to 320 px. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** Keeps a picture under test-results/ for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: new URL(`../../test-results/${name}.png`, import.meta.url).pathname, fullPage: true })
}

/**
 * Looks at a page as it stands in both themes, on a desk and on a phone, which takes a quarter of opening it four times:
 * what axe-core finds, whether it can be pushed sideways, a picture of each, and what the browser complained about.
 */
export async function looksRight({ page, complaints }: Screen, name: string, widths?: readonly number[]): Promise<void> {
  const found: string[] = []
  for (const variant of VARIANTS.filter(({ width }) => widths?.includes(width) ?? true)) {
    const mark = `${variant.theme}-${variant.width}`
    await show(page, variant)
    await picture(page, `${name}-${mark}`)
    found.push(...(await axeViolations(page)).map((each) => `${mark}: ${each}`))
    if (await scrollsSideways(page)) found.push(`${mark}: can be pushed sideways`)
  }
  assert.deepEqual([...found, ...complaints], [], name)
}

async function show(page: Page, { theme, width }: Variant): Promise<void> {
  await setTheme(page, theme)
  await page.setViewportSize(viewportOf({ width }))
  // what is laid out by script follows in the next frame
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))
}
