import { useMemo } from 'react'

/** Says a moment in a zone: "Sat 14 Nov, 09:00". */
export type Tell = (moment: string) => string

export function useTell(zone: string): Tell {
  return useMemo(() => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    return (moment) => format.format(Date.parse(moment))
  }, [zone])
}
