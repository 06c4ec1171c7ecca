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
