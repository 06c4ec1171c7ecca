/** Below this live services of other protocols that a forged HTTP request could talk to; only listed targets may use them. */
const FIRST_UNPRIVILEGED_PORT = 1024
const WEB_PORTS = new Set([80, 443])
/** Mail submission; another port may be any service, so its target must be listed. */
const MAIL_PORTS = new Set([25, 465, 587, 2525])

export const isListedOnlyForWeb = (port: number): boolean => port < FIRST_UNPRIVILEGED_PORT && !WEB_PORTS.has(port)
export const isListedOnlyForMail = (port: number): boolean => !MAIL_PORTS.has(port)
