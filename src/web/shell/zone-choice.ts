import { setZone } from '../times.ts'

const STORE_KEY = 'tocsin.zone'

/** The zone chosen last on this device. */
export const recallZone = (): void => setZone(localStorage.getItem(STORE_KEY) ?? 'UTC')

export function chooseZone(zone: string): void {
  localStorage.setItem(STORE_KEY, zone)
  setZone(zone)
}
