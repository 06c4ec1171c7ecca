export function isFresh(root: string, built: string): boolean
