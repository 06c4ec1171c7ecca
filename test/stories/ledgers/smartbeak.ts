import type { Organisation } from './play.ts'

/** SmartBeak (B): a first word, a rhythm and a last word for each level; executives, managers and customers told in time. */
export const smartbeak: Organisation = {
  folder: 'smartbeak',
  stories: [
    {
      rows: 'S1.4 S1.9 S2.6 S5.2 S10.1 S11.3 S16.3 S16.6 S16.7 S16.8 S16.14',
      title: 'a SEV-1: answered in 3 minutes, one word and the page late, the review a day late',
      severity: 'SEV-1',
      script: `
        3m ack ada
        4m say
        6m done task:first-minutes/join
        6m role commander ada
        7m publish by ada
        30m say
        44m say
        50m done sev1-customers-mailed
        55m resolve
        56m draft
        58m say
        1h5m publish by ada
        20h schedule
        1d step actions-created
        1d2h step evidence-kept
        2d step meeting
        8d complete
        8d close`,
      ledger: `
        | respond-sev-1#1         | 5m    | met     | 3m    |
        | executives-told#1       | 15m   | met     | 0m    |
        | task-first-minutes-acknowledge#1 | 8m | met  | 3m  |
        | task-first-minutes-join#1     | 8m | met     | 6m  |
        | task-first-minutes-severity#1 | 8m | met     | 0m  |
        | task-first-minutes-roles#1    | 8m | missed  | -   |
        | sev1-first-update#1     | 5m    | met     | 4m    |
        | sev1-updates#1          | 15m   | met     | 4m    |
        | sev1-updates#2          | 19m   | late    | 30m   |
        | sev1-updates#3          | 45m   | met     | 44m   |
        | sev1-updates#4          | 59m   | dropped | 55m   |
        | sev1-last-update#1      | 1h    | met     | 58m   |
        | sev1-first-post#1       | 5m    | late    | 7m    |
        | sev1-customers-mailed#1 | 1h    | met     | 50m   |
        | public-end#1            | 1h10m | met     | 1h5m  |
        | review-scheduled#1      | 1d55m | met     | 20h   |
        | review-actions-created#1 | 1d55m | met    | 1d    |
        | review-evidence-kept#1  | 1d55m | late    | 1d2h  |
        | review-meeting#1        | 2d55m | met     | 2d    |
        | review-complete#1       | 7d55m | late    | 8d    |`,
    },
    {
      rows: 'S1.5 S1.9 S5.3 S10.2 S10.6 S11.3',
      title:
        'a SEV-2: the page waits for the commander; a next word promised sooner than the rhythm is a clock of its own; nobody announces the end',
      severity: 'SEV-2',
      script: `
        10m ack bruno
        12m say
        13m publish by comms-lead
        14m approve by bruno
        40m say 20m
        1h5m say
        1h30m resolve
        1h40m publish by bruno
        9d end`,
      ledger: `
        | respond-sev-2#1          | 15m     | met     | 10m   |
        | manager-told#1           | 30m     | met     | 0m    |
        | task-first-minutes-acknowledge#1 | 15m | met | 10m |
        | task-first-minutes-join#1     | 15m | missed | -   |
        | task-first-minutes-severity#1 | 15m | met    | 0m  |
        | task-first-minutes-roles#1    | 15m | missed | -   |
        | sev2-first-update#1      | 15m     | met     | 12m   |
        | sev2-updates#1           | 30m     | met     | 12m   |
        | sev2-updates#2           | 42m     | met     | 40m   |
        | promised-update#1        | 1h      | late    | 1h5m  |
        | sev2-updates#3           | 1h10m   | met     | 1h5m  |
        | sev2-updates#4           | 1h35m   | dropped | 1h30m |
        | sev2-last-update#1       | 1h45m   | missed  | -     |
        | sev2-first-post#1        | 15m     | met     | 14m   |
        | public-end#1             | 1h45m   | met     | 1h40m |
        | review-scheduled#1       | 1d1h30m | missed  | -     |
        | review-actions-created#1 | 1d1h30m | missed  | -     |
        | review-evidence-kept#1   | 1d1h30m | missed  | -     |
        | review-meeting#1         | 2d1h30m | missed  | -     |
        | review-complete#1        | 7d1h30m | missed  | -     |
        | promised-approval#1      | 28m     | met     | 14m   |`,
    },
    {
      rows: 'S1.6 S10.3 S11.3',
      title: 'a SEV-3: the first word late, one turn late, no review',
      severity: 'SEV-3',
      script: `
        35m say
        50m ack chen
        2h publish
        4h40m say
        6h resolve
        6h10m publish
        6h30m say`,
      ledger: `
        | respond-sev-3#1     | 1h    | met     | 50m   |
        | task-first-minutes-acknowledge#1 | 55m | met | 50m |
        | task-first-minutes-join#1     | 55m | missed | -   |
        | task-first-minutes-severity#1 | 55m | met    | 0m  |
        | task-first-minutes-roles#1    | 55m | missed | -   |
        | sev3-first-update#1 | 30m   | late    | 35m   |
        | sev3-updates#1      | 4h    | met     | 35m   |
        | sev3-updates#2      | 4h35m | late    | 4h40m |
        | sev3-updates#3      | 8h40m | dropped | 6h    |
        | sev3-last-update#1  | 7h    | met     | 6h30m |
        | sev3-first-post#1   | 1h    | late    | 2h    |
        | public-end#1        | 6h15m | met     | 6h10m |`,
    },
    {
      rows: 'S1.7 S10.4 S11.3',
      title: 'a SEV-4: a ticket with a word a day, answered late, and nothing owed to customers',
      severity: 'SEV-4',
      script: `
        59m say
        1d2h ack dora
        2d say
        2d12h resolve
        2d15h say`,
      ledger: `
        | respond-sev-4#1     | 1d    | late    | 1d2h  |
        | task-first-minutes-acknowledge#1 | 1d2h5m | met | 1d2h |
        | task-first-minutes-join#1     | 1d2h5m | missed | -   |
        | task-first-minutes-severity#1 | 1d2h5m | met    | 0m  |
        | task-first-minutes-roles#1    | 1d2h5m | missed | -   |
        | sev4-first-update#1 | 1h    | met     | 59m   |
        | sev4-updates#1      | 1d    | met     | 59m   |
        | sev4-updates#2      | 1d59m | late    | 2d    |
        | sev4-updates#3      | 3d    | dropped | 2d12h |
        | sev4-last-update#1  | 2d16h | met     | 2d15h |`,
    },
    {
      rows: 'S1.9 S4.3 S5.8',
      title: 'a SEV-1 calls out all of engineering, the manager and the VP at once',
      severity: 'SEV-1',
      service: 'publishing-api',
      script: '1m end',
      pages: '| 0m | {ada,bruno,chen,dora,senior-engineer,staff-engineer,engineering-manager,vp-engineering} |',
    },
    {
      rows: 'S4.1',
      title: 'a SEV-3 nobody answers: on call, after 3 minutes the backup, after 8 the seniors',
      severity: 'SEV-3',
      service: 'publishing-api',
      script: '10m end',
      pages: `
        | 0m | bruno           |
        | 3m | chen            |
        | 8m | senior-engineer |`,
    },
  ],
}
