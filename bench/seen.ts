import { launchBrowser } from '../test/browser/browser.ts'
import { openStory, startIncidentStory } from '../test/browser/incident-story.ts'
import { type Line, median, shown } from './table.ts'

const NOTES = 30
const MOST_MS = 1_000

/** Two browsers in one war room: from the key that sends a note in one to the note on the screen of the other. */
export async function seen(): Promise<Line[]> {
  const story = await startIncidentStory()
  const browser = await launchBrowser()
  try {
    const url = `${story.url}/incidents/${story.reference}`
    const mine = await openStory(browser, { url, theme: 'dark', width: 1280 })
    const theirs = await openStory(browser, { url, theme: 'light', width: 1280, user: 'ben' })
    await theirs.page.getByText('We are fixing it').first().waitFor()
    await mine.page.getByRole('tab', { name: 'Note' }).click()
    const field = mine.page.getByRole('textbox', { name: 'Write: Note' })
    const took: number[] = []
    for (let i = 0; i < NOTES; i += 1) {
      await field.fill(`What was seen as number ${i}.`)
      const from = performance.now()
      await field.press('Control+Enter')
      await theirs.page.getByText(`What was seen as number ${i}.`).waitFor()
      took.push(performance.now() - from)
    }
    const worst = Math.max(...took)
    const what = `a note in one browser → on the screen of another, ${NOTES} in turn, median; worst`
    const ours = `${shown(median(took), ' ms')}; ${shown(worst, ' ms')}`
    return [{ what, ours, target: `≤ ${MOST_MS.toLocaleString('en')} ms`, isMet: worst <= MOST_MS }]
  } finally {
    await browser.close()
    await story.close()
  }
}
