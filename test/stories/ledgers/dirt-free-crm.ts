import type { Organisation } from './play.ts'

/** Dirt Free CRM (E): four levels with their own deadlines for paging, commander, executives, manager and words; a quarter of an hour of first steps. */
export const dirtFreeCrm: Organisation = {
  folder: 'dirt-free-crm',
  stories: [
    {
      rows: 'S1.4 S1.9 S2.6 S5.2 S6.8 S10.1 S16.6',
      title:
        'a Severity 1: everybody in time but one word; of the first quarter of an hour what the product sees is ticked off, and the rest is left undone',
      severity: 'SEV1',
      service: 'crm',
      script: `
        4m ack sysadmin
        8m done task:assess/2
        20m done task:assess/1
        50m say
        2h say
        2h30m resolve
        2h31m draft
        2d step meeting`,
      ledger: `
        | respond-sev1#1               | 15m    | met     | 4m    |
        | sev1-on-call-paged#1         | 5m     | met     | 0m    |
        | sev1-commander#1             | 15m    | met     | 4m    |
        | sev1-executives-told#1       | 30m    | met     | 0m    |
        | sev1-updates#1               | 1h     | met     | 50m   |
        | sev1-updates#2               | 1h50m  | late    | 2h    |
        | sev1-updates#3               | 3h     | dropped | 2h30m |
        | task-acknowledge-{1,2}#1     | 19m    | met     | 4m    |
        | task-acknowledge-3#1         | 19m    | met     | 0m    |
        | task-assess-1#1              | 19m    | late    | 20m   |
        | task-assess-2#1              | 19m    | met     | 8m    |
        | task-assess-3#1              | 19m    | met     | 0m    |
        | task-assess-4#1              | 19m    | missed  | -     |
        | task-record-{1,3}#1          | 19m    | met     | 0m    |
        | task-record-4#1              | 19m    | met     | 4m    |
        | task-record-2#1              | 19m    | missed  | -     |
        | task-escalate-1#1            | 19m    | met     | 0m    |
        | task-escalate-{2,3}#1        | 19m    | missed  | -     |
        | task-begin-{1,2,3,4}#1       | 19m    | missed  | -     |
        | review-meeting#1             | 2d2h30m | met    | 2d    |
        | page-sev1#1                  | 15m    | missed  | -     |
        | mail-sev1#1                  | 1h     | missed  | -     |`,
    },
    {
      rows: 'S1.5 S1.9 S5.3 S6.8 S6.9 S10.2 S16.6',
      title: 'a Severity 2: the commander late, what customers read waits for them, the review never held',
      severity: 'SEV2',
      service: 'crm',
      script: `
        20m ack lead-dev
        1h10m role commander cto
        1h12m publish by ops-manager
        1h14m approve by cto
        1h50m say
        3h resolve
        3d end`,
      ledger: `
        | respond-sev2#1             | 30m   | met     | 20m   |
        | sev2-on-call-told#1        | 30m   | met     | 0m    |
        | sev2-commander#1           | 1h    | late    | 1h10m |
        | sev2-manager-told#1        | 1h    | met     | 0m    |
        | sev2-updates#1             | 2h    | met     | 1h50m |
        | sev2-updates#2             | 3h50m | dropped | 3h    |
        | task-acknowledge-{1,2}#1   | 35m | met     | 20m |
        | task-acknowledge-3#1       | 35m | met     | 0m  |
        | task-assess-3#1            | 35m | met     | 0m  |
        | task-assess-{1,2,4}#1      | 35m | missed  | -   |
        | task-record-{1,3}#1        | 35m | met     | 0m  |
        | task-record-4#1            | 35m | met     | 20m |
        | task-record-2#1            | 35m | missed  | -   |
        | task-escalate-{2,3}#1      | 35m   | missed  | -     |
        | task-begin-{1,2,3,4}#1     | 35m   | missed  | -     |
        | review-meeting#1           | 2d3h  | missed  | -     |
        | page-sev2#1                | 15m   | late    | 1h14m |
        | promised-approval#1        | 1h27m | met     | 1h14m |
        | public-end#1               | 3h15m | missed  | -     |`,
    },
    {
      rows: 'S1.6 S1.9 S10.3 S16.6',
      title: 'a Severity 3: two hours to have it, a word a day',
      severity: 'SEV3',
      service: 'crm',
      script: `
        2h10m ack sysadmin
        23h say
        2d1h say
        2d2h resolve
        2d3h draft
        4d1h step meeting`,
      ledger: `
        | respond-sev3#1             | 2h    | late    | 2h10m |
        | sev3-on-call-assigned#1    | 2h    | met     | 0m    |
        | sev3-updates#1             | 1d    | met     | 23h   |
        | sev3-updates#2             | 1d23h | late    | 2d1h  |
        | sev3-updates#3             | 3d1h  | dropped | 2d2h  |
        | task-acknowledge-{1,2}#1   | 2h25m | met     | 2h10m |
        | task-acknowledge-3#1       | 2h25m | met     | 0m  |
        | task-assess-3#1            | 2h25m | met     | 0m  |
        | task-assess-{1,2,4}#1      | 2h25m | missed  | -   |
        | task-record-{1,3}#1        | 2h25m | met     | 0m  |
        | task-record-4#1            | 2h25m | met     | 2h10m |
        | task-record-2#1            | 2h25m | missed  | -   |
        | task-escalate-{2,3}#1      | 2h25m | missed  | -     |
        | task-begin-{1,2,3,4}#1     | 2h25m | missed  | -     |
        | review-meeting#1           | 4d2h  | met     | 4d1h  |`,
    },
    {
      rows: 'S1.7 S1.9 S10.4 S16.6',
      title: 'a Severity 4: into the backlog within a day, a word a week',
      severity: 'SEV4',
      service: 'crm',
      script: `
        1h done sev4-backlog
        20h ack office-manager
        6d say
        8d resolve
        11d end`,
      ledger: `
        | respond-sev4#1             | 1d  | met     | 20h |
        | sev4-backlog#1             | 1d  | met     | 1h  |
        | sev4-updates#1             | 7d  | met     | 6d  |
        | sev4-updates#2             | 13d | dropped | 8d  |
        | task-acknowledge-{1,2}#1   | 20h15m | met     | 20h |
        | task-acknowledge-3#1       | 20h15m | met     | 0m  |
        | task-assess-3#1            | 20h15m | met     | 0m  |
        | task-assess-{1,2,4}#1      | 20h15m | missed  | -   |
        | task-record-{1,3}#1        | 20h15m | met     | 0m  |
        | task-record-4#1            | 20h15m | met     | 20h |
        | task-record-2#1            | 20h15m | missed  | -   |
        | task-escalate-{2,3}#1      | 20h15m | missed  | -   |
        | task-begin-{1,2,3,4}#1     | 20h15m | missed  | -   |
        | review-meeting#1           | 10d | missed  | -   |`,
    },
    {
      rows: 'S4.4 S4.6 S4.8',
      title: 'a Severity 1 nobody answers: all of development and the operations manager at once, the CTO, the CEO after half an hour',
      severity: 'SEV1',
      service: 'crm',
      script: '31m end',
      pages: `
        | 0m  | {sysadmin,lead-dev,senior-dev,ops-manager} |
        | 10m | cto |
        | 30m | ceo |`,
    },
    {
      rows: 'S4.1 S4.7',
      title: 'a Severity 2 nobody answers: system administrator, lead developer, CTO',
      severity: 'SEV2',
      service: 'crm',
      script: '12m end',
      pages: `
        | 0m  | sysadmin |
        | 5m  | lead-dev |
        | 10m | cto      |`,
    },
    {
      rows: 'S4.4 S4.6',
      title: 'a cause unknown for half an hour pages the lead developer and the CTO although somebody has it',
      severity: 'SEV2',
      service: 'crm',
      script: `
        1m ack sysadmin
        31m end`,
      pages: `
        | 0m  | sysadmin       |
        | 30m | {lead-dev,cto} |`,
    },
  ],
}
