/** Where the library's routes are mounted. */
export const AUTH_PATH = '/api/auth'
export const COOKIE_PREFIX = 'tocsin'
/** The header we write the sender's address into; whatever a client sends in it is overwritten. */
export const ADDRESS_HEADER = 'x-tocsin-address'

export type AuthLibraryOptions = { databaseUrl: string; secret: string; publicUrl: string; onError?: (error: Error) => void }

/** Who is signed in. `role` is one of ours; somebody disabled has no say. */
export type SignedIn = { id: string; name: string; email: string; role: string; disabledAt?: Date | null | undefined }

/** What we ask of the sign-in library. */
export type AuthLibrary = {
  handler(request: Request): Promise<Response>
  signIn(as: { email: string; password: string }): Promise<Response>
  session(headers: Headers): Promise<SignedIn | null>
  hash(password: string): Promise<string>
  close(): Promise<void>
}

/**
 * The sign-in library, loaded when the first person needs it: alerts, tokens, workers and acknowledgement links never do,
 * and it is a fifth of the process' memory.
 */
export function createAuthLibrary(options: AuthLibraryOptions): AuthLibrary {
  let loading: Promise<AuthLibrary> | null = null
  const load = (): Promise<AuthLibrary> => {
    loading ??= import('./better-auth.ts').then(({ createBetterAuth }) => createBetterAuth(options))
    return loading
  }
  return {
    handler: async (request) => (await load()).handler(request),
    signIn: async (as) => (await load()).signIn(as),
    session: async (headers) => (await load()).session(headers),
    hash: async (password) => (await load()).hash(password),
    close: async () => (await loading)?.close(),
  }
}
