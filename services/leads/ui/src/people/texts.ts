import { peopleOf } from '../shared/peopleOf';

/** The English texts of people and of what is done with many at once. */
export const people = {
  title: 'People',
  create: 'New person',
  import: 'Import',
  empty: 'Nobody yet',
  emptyHelp: 'People appear here when a form, an import or a colleague brings them. Begin with one person, or with the list you have.',
  me: 'Me',
  nobody: 'Nobody',
  views: {
    all: 'All',
    mine: 'Mine',
    week: 'New this week',
    hot: 'Hot',
    unassigned: 'Without owner',
    quiet: 'Quiet for 30 days',
    consent: 'May be written to',
  },
  exists: 'This person is here already',
  existsHelp: 'The e-mail address belongs to:',
  openExisting: 'Open',
  add: 'Add person',
  countryHelp: 'Two letters, such as DE',
  companyHelp: 'Left empty, the company is found by the e-mail address.',
} as const;

export const bulk = {
  addTag: 'Add tags',
  removeTag: 'Remove tags',
  assign: 'Assign',
  remove: 'Delete',
  tags: 'Tags',
  owner: 'New owner',
  tagged: (n: number) => `${peopleOf(n)} tagged`,
  untagged: (n: number) => `Tags removed from ${peopleOf(n)}`,
  assigned: (n: number) => `${peopleOf(n)} assigned`,
  deleted: (n: number) => `${peopleOf(n)} deleted`,
  failed: (n: number, why: string) => `${peopleOf(n)} could not be changed: ${why}`,
  undone: 'Taken back',
} as const;

export const disqualify = {
  title: (n: number) => `Disqualify ${peopleOf(n)}`,
  action: 'Disqualify',
  reason: 'Why not',
  done: (n: number) => `${peopleOf(n)} disqualified`,
} as const;
