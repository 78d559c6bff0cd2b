const tickets = (n: number | string) => (String(n) === '1' ? '1 ticket' : `${n} tickets`);

/** What is done to several tickets at once. */
const several = {
  tickets,
  actions: { give: 'Give to', priority: 'Priority', solve: 'Solve', macro: 'Use a macro' },
  apply: 'Apply',
  owner: 'To whom?',
  which: 'Which macro?',
  atOnce: 'What it says goes out at once: to each of these customers, or as a note.',
  solving: 'Solve',
  give: (n: number) => `Give ${tickets(n)} to somebody`,
  priority: (n: number) => `How soon for ${tickets(n)}?`,
  solve: (n: number) => `Solve ${tickets(n)}`,
  macro: (n: number) => `Use a macro on ${tickets(n)}`,
  given: (n: number) => `${tickets(n)} given`,
  changed: (n: number) => `${tickets(n)} changed`,
  solved: (n: number) => `${tickets(n)} solved`,
  answered: (n: number) => `Macro used on ${tickets(n)}`,
};

/** The English texts of the list of all tickets. */
export const all = {
  title: 'All tickets',
  several,
  emptyTitle: 'No tickets yet',
  empty: 'A ticket is something a customer needs of us: a question, a wish, a problem, a complaint.',
  number: 'Number',
  subject: 'Subject',
  customer: 'Customer',
  created: 'Opened',
  updated: 'Changed',
  due: 'Due',
  answered: 'First answered',
  solved: 'First solved',
  late: { breached: 'Late', first_response_breached: 'First answer late', resolution_breached: 'Solution late' },
  channel: 'Came',
  score: 'Customer’s score',
  yes: 'yes',
  no: 'no',
  channels: { EMAIL: 'by e-mail', PHONE: 'on the phone', FORM: 'by our page', CHAT: 'in a chat', OTHER: 'some other way' },
  views: {
    all: 'All',
    open: 'Open',
    late: 'Late',
    nobody: 'Seen to by nobody',
    solved: 'Solved this week',
    unhappy: 'Unhappy',
  },
} as const;
