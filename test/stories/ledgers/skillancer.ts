import type { Organisation } from './play.ts'

/** Skillancer (D): a word every 15 minutes at every level, answers by level, a review in five dated steps. */
export const skillancer: Organisation = {
  folder: 'skillancer',
  stories: [
    {
      rows: 'S1.4 S10.1 S16.2 S16.4 S16.5 S16.6 S16.8',
      title: 'a P0: one word late; the review drafted at once, its root cause late, its meeting never held',
      severity: 'P0',
      script: `
        10m ack amara
        14m say
        40m say
        50m resolve
        51m draft
        20h step timeline
        2d3h step root-cause
        7d step actions`,
      ledger: `
        | respond-p0#1        | 15m   | met     | 10m  |
        | internal-updates#1  | 15m   | met     | 14m  |
        | internal-updates#2  | 29m   | late    | 40m  |
        | internal-updates#3  | 55m   | dropped | 50m  |
        | review-draft#1      | 55m   | met     | 51m  |
        | review-timeline#1   | 1d50m | met     | 20h  |
        | review-root-cause#1 | 2d50m | late    | 2d3h |
        | review-meeting#1    | 3d50m | missed  | -    |
        | review-actions#1    | 7d50m | met     | 7d   |
        | page-p0#1           | 15m   | missed  | -    |`,
    },
    {
      rows: 'S1.5 S3.6 S10.2 S16.2 S16.4 S16.5 S16.6 S16.8',
      title: 'a P1 nobody speaks of: on call answers late, each turn is missed by itself, so is the review',
      severity: 'P1',
      script: `
        20m ack bela
        50m resolve
        8d end`,
      ledger: `
        | on-call-response#1  | 15m   | late    | 20m |
        | internal-updates#1  | 15m   | missed  | -   |
        | internal-updates#2  | 30m   | missed  | -   |
        | internal-updates#3  | 45m   | missed  | -   |
        | internal-updates#4  | 1h    | dropped | 50m |
        | review-draft#1      | 55m   | missed  | -   |
        | review-timeline#1   | 1d50m | missed  | -   |
        | review-root-cause#1 | 2d50m | missed  | -   |
        | review-meeting#1    | 3d50m | missed  | -   |
        | review-actions#1    | 7d50m | missed  | -   |
        | page-p1#1           | 15m   | missed  | -   |`,
    },
    {
      rows: 'S1.6 S10.3',
      title: 'a P2: two hours to answer, and yet a word every 15 minutes',
      severity: 'P2',
      script: `
        15m say
        29m say
        1h30m ack carlos
        1h32m resolve`,
      ledger: `
        | respond-p2#1       | 2h    | met     | 1h30m |
        | internal-updates#1 | 15m   | late    | 15m   |
        | internal-updates#2 | 30m   | met     | 29m   |
        | internal-updates#3 | 44m   | missed  | -     |
        | internal-updates#4 | 59m   | missed  | -     |
        | internal-updates#5 | 1h14m | missed  | -     |
        | internal-updates#6 | 1h29m | missed  | -     |
        | internal-updates#7 | 1h44m | dropped | 1h32m |`,
    },
    {
      rows: 'S1.7 S1.8 S10.4',
      title: 'a P3 of Friday afternoon may be answered until Monday evening',
      severity: 'P3',
      at: '2026-02-13T16:00:00.000Z',
      script: `
        10m say
        24m waive internal-updates#2 it is only a comma
        30m ack chiyo
        31m resolve`,
      ledger: `
        | respond-p3#1       | 3d1h | met     | 30m |
        | internal-updates#1 | 15m  | met     | 10m |
        | internal-updates#2 | 25m  | waived  | 24m |
        | internal-updates#3 | 39m  | dropped | 31m |`,
    },
    {
      rows: 'S1.4 S1.6 S10.1',
      title:
        'a P2 that becomes a P0, with an end that is promised, and ends as a duplicate: new clocks from the change, and nothing owed after',
      severity: 'P2',
      script: `
        10m say
        20m severity P0
        21m eta 1h
        22m ack amara
        24m say
        38m merge other`,
      ledger: `
        | respond-p2#1       | 2h    | dropped | 20m |
        | respond-p0#1       | 35m   | met     | 22m |
        | page-p0#1          | 35m   | missed  | -   |
        | promised-eta#1     | 1h21m | dropped | 38m |
        | internal-updates#1 | 15m   | met     | 10m |
        | internal-updates#2 | 25m   | met     | 24m |
        | internal-updates#3 | 39m   | dropped | 38m |`,
    },
    {
      rows: 'S4.1 S4.2 S4.3',
      title: 'a P0 nobody answers: team after team, the Engineering Lead, the CTO',
      severity: 'P0',
      service: 'payments',
      script: '20m end',
      pages: `
        | 0m  | {carlos,chiyo} |
        | 5m  | {amara,anton}  |
        | 10m | eng-lead       |
        | 15m | cto            |`,
    },
    {
      rows: 'S4.3',
      title: 'a P1 never reaches the CTO by the ladder before it has asked everybody else',
      severity: 'P1',
      service: 'payments',
      script: '14m end',
      pages: `
        | 0m  | {carlos,chiyo} |
        | 5m  | {amara,anton}  |
        | 10m | eng-lead       |`,
    },
  ],
}
