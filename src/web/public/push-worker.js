// Shows the pages that arrive while no tab is open. A tap opens the signed page, where one tap more acknowledges.
self.addEventListener('push', (event) => {
  const { title = 'Tocsin', body = '', url = null, action = null, tag, kind } = event.data?.json() ?? {}
  const isUrgent = kind === 'page' || kind === 'nag'
  const options = { body, tag, data: { url }, requireInteraction: isUrgent, renotify: isUrgent && Boolean(tag), icon: '/icon.svg' }
  if (action && url) options.actions = [{ action: 'act', title: action }]
  event.waitUntil(self.registration.showNotification(title, options))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { url } = event.notification.data ?? {}
  event.waitUntil(self.clients.openWindow(url ?? '/'))
})

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
