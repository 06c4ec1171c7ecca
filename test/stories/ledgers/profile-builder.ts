import type { Organisation } from './play.ts'

/** Enterprise Profile Builder (C): who is told at each level is theirs; most deadlines are what such a team would have needed. */
export const profileBuilder: Organisation = {
  folder: 'profile-builder',
  stories: [
    {
      rows: 'S1.4 S1.9 S10.1',
      title: 'a P0: stakeholders told at once, one word missed and never made good, the lessons never shared',
      severity: 'P0',
      service: 'app',
      script: `
        2m ack fourth
        9m role commander engineer
        12m publish by engineer
        14m say
        40m resolve
        41m draft
        50m publish by engineer
        1d step timeline
        3d step meeting
        3d1h step root-cause
        7d step actions
        8d end`,
      ledger: `
        | respond-p0#1        | 5m    | met     | 2m   |
        | p0-told#1           | 5m    | met     | 0m   |
        | p0-commander#1      | 10m   | met     | 9m   |
        | p0-updates#1        | 15m   | met     | 14m  |
        | p0-updates#2        | 29m   | missed  | -    |
        | p0-updates#3        | 44m   | dropped | 40m  |
        | p0-first-post#1     | 15m   | met     | 12m  |
        | public-end#1        | 55m   | met     | 50m  |
        | review-timeline#1   | 1d40m | met     | 1d   |
        | review-root-cause#1 | 3d40m | late    | 3d1h |
        | review-meeting#1    | 3d40m | met     | 3d   |
        | review-actions#1    | 7d40m | met     | 7d   |
        | review-lessons#1    | 7d40m | missed  | -    |
        | mail-p0#1           | 1h    | missed  | -    |`,
    },
    {
      rows: 'S1.5 S1.9',
      title: 'a P1: answered late, nothing of the review done',
      severity: 'P1',
      service: 'app',
      script: `
        20m ack fourth
        25m role commander manager
        28m publish by manager
        29m say
        1h5m say
        1h10m resolve
        1h20m publish by manager
        8d end`,
      ledger: `
        | respond-p1#1          | 15m     | late    | 20m   |
        | p1-engineering-told#1 | 15m     | met     | 0m    |
        | p1-management-told#1  | 15m     | met     | 0m    |
        | p1-commander#1        | 30m     | met     | 25m   |
        | p1-updates#1          | 30m     | met     | 29m   |
        | p1-updates#2          | 59m     | late    | 1h5m  |
        | p1-updates#3          | 1h35m   | dropped | 1h10m |
        | p1-first-post#1       | 30m     | met     | 28m   |
        | public-end#1          | 1h25m   | met     | 1h20m |
        | review-timeline#1     | 1d1h10m | missed  | -     |
        | review-root-cause#1   | 3d1h10m | missed  | -     |
        | review-meeting#1      | 3d1h10m | missed  | -     |
        | review-actions#1      | 7d1h10m | missed  | -     |
        | review-lessons#1      | 7d1h10m | missed  | -     |`,
    },
    {
      rows: 'S1.6 S1.9',
      title: 'a P2: engineering told, a word every four hours, once late',
      severity: 'P2',
      service: 'app',
      script: `
        30m ack third
        3h say
        8h say
        9h resolve`,
      ledger: `
        | respond-p2#1 | 1h  | met     | 30m |
        | p2-told#1    | 1h  | met     | 0m  |
        | p2-updates#1 | 4h  | met     | 3h  |
        | p2-updates#2 | 7h  | late    | 8h  |
        | p2-updates#3 | 12h | dropped | 9h  |`,
    },
    {
      rows: 'S1.7 S1.9',
      title: 'a P3: the engineer on call is told, and answers an hour late',
      severity: 'P3',
      service: 'app',
      script: `
        5h ack third
        23h say
        1d12h resolve`,
      ledger: `
        | respond-p3#1 | 4h    | late    | 5h    |
        | p3-told#1    | 4h    | met     | 0m    |
        | p3-updates#1 | 1d    | met     | 23h   |
        | p3-updates#2 | 1d23h | dropped | 1d12h |`,
    },
    {
      rows: 'S1.7',
      title: 'a P4 is listed within a week and wakes nobody',
      severity: 'P4',
      service: 'app',
      script: `
        6d done p4-listed
        8d ack third
        9d resolve`,
      ledger: `
        | respond-p4#1 | 7d | late | 8d |
        | p4-listed#1  | 7d | met  | 6d |`,
      pages: '',
    },
    {
      rows: 'S1.9 S4.1',
      title: 'a P0 calls everybody of engineering and the manager at once',
      severity: 'P0',
      service: 'app',
      script: '1m end',
      pages: '| 0m | {engineer,second,third,fourth,manager} |',
    },
    {
      rows: 'S1.9 S4.1',
      title: 'a P2 nobody answers: who is on call, after 2 minutes who comes next, after 4 all of engineering',
      severity: 'P2',
      service: 'app',
      script: '8m end',
      pages: `
        | 0m | second            |
        | 2m | third             |
        | 4m | {engineer,fourth} |`,
    },
  ],
}
