/** A verb of the command line. Its file `src/cli/<name>.ts` exports `define(command)` and is loaded only when it is called. `isOffline`: may read a bundle itself; `isLasting`: runs until it is told to stop. */
export type Verb = { name: string; summary: string; isOffline?: true; isLasting?: true }

/** In the order of `tocsin --help`. */
export const verbs: readonly Verb[] = [
  { name: 'serve', summary: 'start the server (this is what npm start does)', isLasting: true },
  { name: 'migrate', summary: 'bring the database to this version' },
  { name: 'doctor', summary: 'what is set, what is missing, and what that costs' },
  { name: 'lint', summary: 'check a policy bundle (works offline)', isOffline: true },
  { name: 'plan', summary: 'show what applying a policy bundle would change' },
  { name: 'apply', summary: 'make a policy bundle the running configuration' },
  { name: 'policy', summary: 'versions of the policy: list, show, compare, explain, restore, approve' },
  { name: 'replay', summary: 'what the past would have been under another policy' },
  { name: 'export', summary: 'write the running configuration as a policy bundle, or as the document people read' },
  { name: 'import', summary: 'draft a policy bundle from an incident response document (works offline)', isOffline: true },
  { name: 'simulate', summary: 'play an alert through a policy bundle, minute by minute (works offline)', isOffline: true },
  { name: 'oncall', summary: 'who is on call (works offline with --bundle)', isOffline: true },
  { name: 'coverage', summary: 'prove that somebody is woken in time, at every moment (works offline with --bundle)', isOffline: true },
  { name: 'alert', summary: 'raise, list, acknowledge and resolve alerts' },
  { name: 'incident', summary: 'declare, list and run incidents' },
  { name: 'obligations', summary: 'what is owed now and by whom, why, and how much was kept' },
  { name: 'page', summary: 'page a person or a schedule by hand' },
  { name: 'ack', summary: 'acknowledge an alert' },
  { name: 'user', summary: 'add, invite, disable and list people who may sign in' },
  { name: 'token', summary: 'make, list and revoke API tokens' },
  { name: 'watch', summary: 'page, from another machine, when an installation falls silent', isLasting: true },
  { name: 'audit', summary: 'verify that the record of what happened is whole' },
]
