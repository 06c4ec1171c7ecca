/** The pager's code computes with Temporal; browsers that do not have it yet get it before the editor opens. */
export async function temporalReady(): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
}
