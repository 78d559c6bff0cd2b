/** The English texts of a person's page. */
export const contact = {
  kind: 'Person',
  deleted: (name: string) => `${name} deleted`,
  remove: 'Delete person',
  more: 'More',
  call: 'Call',
  write: 'Write',
  details: 'Details',
  about: 'Extra fields',
  story: 'Story',
  company: 'Company',
  colleagues: (n: string) => `${n} people here`,
  noCompany: 'No company linked.',
  owner: 'Owner',
  thisOwner: 'this owner',
  byRules: 'Let the rules choose',
  tags: 'Tags',
  addTag: 'Add a tag',
  found: 'How they found us',
  first: 'First',
  last: 'Last',
  from: 'From page',
  consent: 'Consent',
  consentChange: 'Record consent',
  consentText: 'What they said or agreed to',
  consentState: 'Consent',
  consentHelp: 'Kept as proof; it is never changed afterwards.',
  noConsent: 'Nobody has asked yet, so marketing does not write.',
  score: 'Score',
  since: 'Created',
  noNext: 'Nothing recorded',
  stage: 'Stage',
} as const;

export const timeline = {
  note: 'Note',
  notePlaceholder: 'Write a note… Ctrl Enter saves',
  noteSubmit: 'Save note',
  call: 'Call',
  callPlaceholder: 'What was said… Ctrl Enter saves',
  callSubmit: 'Log call',
  outcome: 'Outcome',
  minutes: 'Minutes',
  inbound: 'They called us',
  changed: 'changed',
  nothing: 'nothing',
  minutesLong: (seconds: number) => `${Math.max(1, Math.round(seconds / 60))} min`,
  kinds: {
    note: 'Notes',
    call: 'Calls',
    form: 'Forms',
    message: 'Messages',
    visit: 'Visits',
    consent: 'Consent',
    change: 'Changes',
    deal: 'Deals',
    ticket: 'Tickets',
  },
} as const;

export const elsewhere = { deals: 'Deals', tickets: 'Tickets', silent: 'Not reachable right now; the rest of this page is up to date.' } as const;

export const score = {
  title: 'Score',
  groups: { GROUP_UNSPECIFIED: 'Other', FIT: 'Who they are', ENGAGEMENT: 'What they do' },
  of: (counted: number, cap: number) => `${counted} of ${cap}`,
  steps: (warm: number, hot: number) => `Warm from ${warm}, hot from ${hot}.`,
  grade: (grade: string) => `Grade ${grade}`,
  gradeHelp: 'A to C: how well they fit. 1 to 3: how keen they are.',
  nothing: 'Nothing speaks for or against this person yet.',
  all: (n: number) => `All ${n} reasons`,
  fewer: 'Fewer reasons',
} as const;

export const stage = {
  title: (stage: string) => `Move to ${stage}`,
  reason: 'Why',
  help: 'Kept in the story, for those who wonder later.',
  move: 'Move',
} as const;

export const convert = {
  title: 'Make a deal of this person',
  open: 'Make a deal',
  deal: 'What the deal is called',
  amount: 'Worth',
  currency: 'Currency',
  closes: 'Expected to close',
  next: 'Next step',
  make: 'Make deal',
  done: 'The deal is made',
  toDeal: 'Open the deal',
} as const;
