import type { FastifyHelmetOptions } from '@fastify/helmet'

const HALF_A_YEAR_SECONDS = 15_552_000

/**
 * Headers of everything a browser gets. Scripts and styles run only with this answer's nonce (`reply.cspNonce.script`,
 * `.style`): the console's component library writes its variables into a style element, which gets the nonce from
 * `<meta property="csp-nonce">`. Nothing is ever allowed inline without it.
 */
export function securityHeaders(publicUrl: string): FastifyHelmetOptions {
  const isHttps = publicUrl.startsWith('https:')
  return {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        ...(isHttps && { upgradeInsecureRequests: [] }),
      },
    },
    // Promising https while the address is http would lock people out of their own pager.
    strictTransportSecurity: isHttps ? { maxAge: HALF_A_YEAR_SECONDS } : false,
    // Forms of ours need their origin sent, other sites get nothing.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  }
}
