import type { Organisation } from './play.ts'

/** SparkAcademy (A): a manager for every SEV1, a public word every 15 minutes, a review of everything within 48 hours. */
export const sparkacademy: Organisation = {
  folder: 'sparkacademy',
  stories: [
    {
      rows: 'S1.4 S1.9 S5.3 S10.1 S16.6',
      title: 'a SEV1: customers hear late once, the review is late by a day',
      severity: 'SEV1',
      service: 'platform',
      script: `
        10m ack eng-d
        12m role commander eng-b
        14m publish
        31m publish
        38m say
        45m publish
        50m resolve
        51m draft
        55m publish
        20h done customers-mailed
        3d step meeting`,
      ledger: `
        | respond-sev1#1       | 15m   | met     | 10m |
        | manager-told#1       | 5m    | met     | 0m  |
        | commander-assigned#1 | 15m   | met     | 12m |
        | public-updates#1     | 15m   | met     | 14m |
        | public-updates#2     | 29m   | late    | 31m |
        | public-updates#3     | 46m   | met     | 45m |
        | public-updates#4     | 1h    | dropped | 50m |
        | internal-updates#1   | 40m   | met     | 38m |
        | internal-updates#2   | 1h8m  | dropped | 50m |
        | public-end#1         | 1h5m  | met     | 55m |
        | customers-mailed#1   | 1d50m | met     | 20h |
        | review-meeting#1     | 2d50m | late    | 3d  |`,
    },
    {
      rows: 'S1.5 S16.6',
      title: 'a SEV2: colleagues hear every half hour from the answer on, once late',
      severity: 'SEV2',
      service: 'platform',
      script: `
        50m ack eng-a
        1h15m say
        1h50m say
        2h resolve
        2h1m draft
        1d step meeting`,
      ledger: `
        | respond-sev2#1     | 1h    | met     | 50m   |
        | internal-updates#1 | 1h20m | met     | 1h15m |
        | internal-updates#2 | 1h45m | late    | 1h50m |
        | internal-updates#3 | 2h20m | dropped | 2h    |
        | review-meeting#1   | 2d2h  | met     | 1d    |
        | page-sev2#1        | 15m   | missed  | -     |`,
    },
    {
      rows: 'S1.6 S16.6',
      title: 'a SEV3: answered an hour late, never reviewed',
      severity: 'SEV3',
      service: 'platform',
      script: `
        5h ack eng-a
        6h resolve
        3d end`,
      ledger: `
        | respond-sev3#1   | 4h   | late   | 5h |
        | review-meeting#1 | 2d6h | missed | -  |`,
    },
    {
      rows: 'S1.7 S1.8 S16.6',
      title: 'a SEV4 of Friday 16:00 has its working day until Monday 16:00',
      severity: 'SEV4',
      at: '2026-02-13T16:00:00.000Z',
      script: `
        2d23h ack eng-a
        3d resolve
        3d1h draft
        4d step meeting`,
      ledger: `
        | respond-sev4#1   | 3d | met | 2d23h |
        | review-meeting#1 | 5d | met | 4d    |`,
    },
    {
      rows: 'S1.7 S1.8',
      title: 'a SEV4 of Friday 16:00 in Vienna, before the clocks go forward, has until Monday 16:00 there: an hour less',
      severity: 'SEV4',
      at: '2026-03-27T15:00:00.000Z',
      zone: 'Europe/Vienna',
      script: `
        2d23h ack eng-a
        3d resolve
        3d1h draft
        4d step meeting`,
      ledger: `
        | respond-sev4#1   | 2d23h | late | 2d23h |
        | review-meeting#1 | 5d    | met  | 4d    |`,
    },
    {
      rows: 'S4.1 S4.3 S4.4 S4.5',
      title: 'a SEV1 nobody answers: the manager at once, the next engineer after 5 minutes, VP and CTO after an hour, the CEO after two',
      severity: 'SEV1',
      service: 'platform',
      script: `
        1m flag customer_facing
        2h1m end`,
      pages: `
        | 0m  | eng-b   |
        | 0m  | manager |
        | 5m  | eng-c   |
        | 1h  | vp      |
        | 1h  | cto     |
        | 2h  | ceo     |`,
    },
  ],
}
