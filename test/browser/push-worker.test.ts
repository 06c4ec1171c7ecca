import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { BrowserContext, Worker } from 'playwright-core'
import webPush from '../../src/integrations/web-push.ts'
import { decryptPush } from '../fakes/push-service.ts'
import { createReceiver } from '../fakes/receiver.ts'
import { createIo, createSubscription, HTTP_RIGS, PAGE } from '../fakes/rigs.ts'
import { chromiumPath, launchBrowser } from './browser.ts'

const inPublic = (name: string): Buffer => readFileSync(new URL(`../../src/web/public/${name}`, import.meta.url))
const TYPES: Record<string, string> = {
  js: 'text/javascript',
  webmanifest: 'application/manifest+json',
  png: 'image/png',
  svg: 'image/svg+xml',
}

type Told = { status: number; body: object }

/** The worker's files and the link's address, as the product serves them. */
async function serve() {
  const acts: string[] = []
  let answer: Told | null = { status: 200, body: { done: 'acknowledge' } }
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    if (request.method === 'POST') {
      let body = ''
      for await (const chunk of request) body += chunk
      acts.push(`${path} ${body}`)
      if (!answer) return void request.socket.destroy()
      return void response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
    }
    const name = path.slice(1)
    if (name === 'favicon.ico') return void response.writeHead(404).end()
    if (name === '')
      return void response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="manifest" href="/manifest.webmanifest">')
    response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain').end(inPublic(name))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url, acts, close, answerWith: (told: Told | null) => (answer = told) }
}

/** What a push service would pass on: sent by the product, decrypted as a browser does. */
async function payloadOf(ackUrl: string): Promise<string> {
  const receiver = await createReceiver({ status: 201 })
  const { io, close } = createIo()
  const { device, auth, json } = createSubscription(`${receiver.url}/push/1`)
  const rig = HTTP_RIGS['web-push']?.(receiver.url) ?? assert.fail()
  const receipt = await webPush.send({ ...PAGE, ackUrl }, json, io(rig))
  assert.equal(receipt.ok, true)
  await close()
  await receiver.close()
  return decryptPush(receiver.heard[0]?.raw ?? Buffer.alloc(0), { device, auth })
}

type Shown = { title: string; body: string; actions: { action: string; title: string }[] }

const shownBy = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration }
    const all = (await registration.getNotifications()) as (Notification & { actions: { action: string; title: string }[] })[]
    return all.map(({ title, body, actions }) => ({
      title,
      body,
      actions: actions.map((each) => ({ action: each.action, title: each.title })),
    }))
  })

/** A press of a button of the notification, as the system tells the worker. */
const press = (worker: Worker, action: string): Promise<void> =>
  worker.evaluate(async (wanted) => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration; dispatchEvent(event: Event): boolean }
    const [notification] = await scope.registration.getNotifications()
    const Pressed = (globalThis as unknown as { NotificationEvent: new (type: string, init: object) => Event }).NotificationEvent
    const event = new Pressed('notificationclick', { notification, action: wanted })
    const waited: Promise<unknown>[] = []
    Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => waited.push(promise) })
    scope.dispatchEvent(event)
    await Promise.all(waited)
  }, action)

async function deliver(context: BrowserContext, { url, data }: { url: string; data: string }): Promise<Worker> {
  const page = await context.newPage()
  await page.goto(url)
  const session = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find((each) => each.status === 'activated')
      if (active) resolve(active.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const started = context.waitForEvent('serviceworker')
  await page.evaluate(() =>
    navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready.then(() => undefined)),
  )
  const worker = await started
  await session.send('ServiceWorker.deliverPushMessage', { origin: url, registrationId: await registered, data })
  for (let tries = 0; (await shownBy(worker)).length === 0 && tries < 100; tries += 1) await page.waitForTimeout(20)
  return worker
}

describe('a page as a notification', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  test('is answered by its button, and says what became of it', { timeout: 60_000 }, async (t) => {
    const server = await serve()
    const browser = await launchBrowser()
    t.after(async () => {
      await browser.close()
      server.close()
    })
    const context = await browser.newContext()
    await context.grantPermissions(['notifications'], { origin: server.url })
    const worker = await deliver(context, { url: server.url, data: await payloadOf(`${server.url}/a/t0ken`) })
    const [page] = await shownBy(worker)
    assert.match(page?.title ?? '', /SEV-2: Settlement queue above 5,000 messages/)
    assert.deepEqual(
      page?.actions.map((each) => each.title),
      ['Acknowledge', 'Escalate'],
    )
    server.answerWith(null)
    await press(worker, 'acknowledge')
    const [unheard] = await shownBy(worker)
    assert.match(unheard?.body ?? '', /^Not acknowledged: nothing was heard/)
    assert.equal(unheard?.actions.length, 2, 'it can be tried again')
    server.answerWith({ status: 409, body: { code: 'already-acknowledged', detail: 'Ben has it since 14:43.' } })
    await press(worker, 'acknowledge')
    assert.equal((await shownBy(worker))[0]?.body, 'Ben has it since 14:43.')
    server.answerWith({ status: 200, body: { done: 'acknowledge' } })
    await press(worker, 'acknowledge')
    const [done] = await shownBy(worker)
    assert.deepEqual([done?.body, done?.actions], ['You have it. Nobody else is paged.', []])
    assert.deepEqual([...new Set(server.acts)], ['/a/t0ken act=acknowledge'])
  })

  test('comes from a console that can be installed', async (t) => {
    const server = await serve()
    const browser = await launchBrowser()
    t.after(async () => {
      await browser.close()
      server.close()
    })
    const page = await (await browser.newContext()).newPage()
    await page.goto(server.url)
    const session = await page.context().newCDPSession(page)
    const { errors, data = '' } = await session.send('Page.getAppManifest')
    assert.deepEqual(errors, [])
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    const own = installabilityErrors.map((each) => each.errorId).filter((id) => id !== 'in-incognito')
    assert.deepEqual(own, [])
    const manifest = JSON.parse(data) as { icons: { src: string }[] }
    for (const { src } of manifest.icons) assert.equal((await fetch(`${server.url}${src}`)).status, 200, src)
    assert.match(
      readFileSync(new URL('../../src/web/index.html', import.meta.url), 'utf8'),
      /<link rel="manifest" href="\/manifest.webmanifest">/,
    )
  })
})
