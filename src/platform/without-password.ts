/** An address as it may be shown. Of one of the web the path is as secret: services for heartbeats and webhooks put the key there. */
export function withoutPassword(address: string): string {
  const url = URL.parse(address)
  if (!url) return '(not shown)'
  if (/^https?:$/.test(url.protocol)) return `${url.origin}/…`
  if (url.password) url.password = '***'
  for (const name of [...url.searchParams.keys()]) if (/password/i.test(name)) url.searchParams.set(name, '***')
  return url.href
}
