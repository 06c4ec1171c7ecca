import { type Html, html } from '../../platform/html.ts'
import { documentOf, type Nonces } from './ack-page.ts'

/** `waiting` is what is to be answered; null when it has been, or the link leads nowhere any more. */
export type ApproveView = {
  organization: string
  said: string | null
  incident: { reference: string; title: string; href: string } | null
  waiting: { text: string; by: string; act: 'publish' | 'mail' } | null
}

/** One screen for a thumb: the words as customers would read them, and yes or no. */
export function approvePage({ organization, said, incident, waiting }: ApproveView, nonces: Nonces): string {
  const head = html`<header><b>Tocsin</b><i>· ${organization}</i></header>`
  const told = said && html`<div class="done" role="status"><div><b>${said}</b></div></div>`
  const what = waiting?.act === 'mail' ? 'E-mail to customers' : 'Status page'
  const title = waiting ? 'May customers read this?' : 'Nothing waits for your word here'
  const words =
    waiting && html`<div class="box"><div><span>${what}</span><b>written by ${waiting.by}</b></div></div>${paragraphs(waiting.text)}`
  const about = incident && html`<p class="where">${incident.reference}: ${incident.title}</p>`
  const body = html`<main>${head}${told}<h1>${title}</h1>${about}${words}<div class="act">${waiting && answers}${incident && html`<a class="btn wide" href="${incident.href}">Open ${incident.reference}</a>`}</div></main>`
  return documentOf({ title: `${title} · Tocsin`, body, extraStyle: STYLE }, nonces)
}

const STYLE =
  'blockquote{margin:16px 0;white-space:pre-line;overflow-wrap:anywhere}textarea{width:100%;box-sizing:border-box;font:inherit;min-height:4.5em}'

const paragraphs = (text: string): Html => html`<blockquote>${text}</blockquote>`

const answers = html`<form method="post" class="wide"><button name="act" value="approve" class="go">Approve</button></form><details class="wide"><summary class="btn">Decline</summary><form method="post"><p><label for="reason">What is wrong with it</label></p><textarea id="reason" name="reason" required maxlength="1000"></textarea><button name="act" value="decline">Decline</button></form></details>`
