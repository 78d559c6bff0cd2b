/** The English texts of companies. */
export const companies = {
  title: 'Companies',
  kind: 'Company',
  create: 'New company',
  add: 'Add company',
  empty: 'No companies yet',
  emptyHelp: 'A company gathers the people who work there. It is also made when an import or a form names one.',
  exists: 'There is a company with this domain already',
  details: 'Details',
  people: 'People here',
  noPeople: 'Nobody here yet. People whose e-mail address has this domain are linked by themselves.',
  remove: 'Delete company',
  deleted: (name: string) => `${name} deleted`,
  views: { all: 'All', mine: 'Mine', large: '100 people and more' },
} as const;
