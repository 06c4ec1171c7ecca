// Shows the pages that arrive while no tab is open. A button answers from the lock screen; a tap opens the signed page.
self.addEventListener('push', (event) => {
  const { title = 'Tocsin', body = '', url = null, tag, kind, actions = [] } = event.data?.json() ?? {}
  const isUrgent = kind === 'page' || kind === 'nag'
  const options = {
    body,
    tag,
    data: { url, title, tag, actions },
    requireInteraction: isUrgent,
    renotify: isUrgent && Boolean(tag),
    icon: '/icon-192.png',
    actions: actions.map(({ action, title: label }) => ({ action, title: label })),
  }
  event.waitUntil(self.registration.showNotification(title, options))
})

self.addEventListener('notificationclick', (event) => {
  const { url = null, title, tag, actions = [] } = event.notification.data ?? {}
  const wanted = actions.find(({ action }) => action === event.action)
  event.notification.close()
  event.waitUntil(wanted ? answer({ wanted, url, title, tag, actions }) : self.clients.openWindow(url ?? '/'))
})

// What became of it is said in place of the page. Where it did not arrive the buttons stay: nobody may believe that they have it.
async function answer({ wanted, url, title, tag, actions }) {
  const { isDone, said } = await post(url, wanted)
  const options = { body: said, tag, data: { url, title, tag, actions: isDone ? [] : actions }, icon: '/icon-192.png' }
  if (!isDone) options.actions = actions.map(({ action, title: label }) => ({ action, title: label }))
  await self.registration.showNotification(title, { ...options, requireInteraction: !isDone, silent: isDone })
}

async function post(url, { action, done, failed }) {
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  try {
    const response = await fetch(url, { method: 'POST', headers, body: `act=${action}` })
    if (response.ok) return { isDone: true, said: done }
    const told = await response.json().catch(() => ({}))
    return { isDone: false, said: told.detail ?? failed }
  } catch {
    return { isDone: false, said: failed }
  }
}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
