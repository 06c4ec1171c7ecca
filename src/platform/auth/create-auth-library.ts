import type { AuthLibrary, AuthLibraryOptions } from './auth-library.ts'

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
