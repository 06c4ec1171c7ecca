/** "SEV-2 High": how people know the level, and how bad it is; said once where the name already is the id ("Critical", "P2"). */
export function severityTitle(id: string, name: string | undefined): string {
  if (!name) return id
  return name.toLowerCase().includes(id.toLowerCase()) ? name : `${id} ${name}`
}
