/** An address as it may be shown. */
export function withoutPassword(address: string): string {
  const url = URL.parse(address)
  if (!url) return '(not shown)'
  if (url.password) url.password = '***'
  return url.href
}
