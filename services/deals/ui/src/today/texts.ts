/** The English texts of the day. */
export const today = {
  title: 'Today',
  lead: (n: number) => (n === 0 ? 'Nothing is waiting for you.' : n === 1 ? 'One thing is waiting for you.' : `${n} things are waiting for you.`),
  overdue: 'Overdue',
  dueToday: 'Due today',
  withoutSummary: 'Calls and meetings without a summary',
  withoutHelp: 'A day after the talk your manager sees it as missing. Two sentences are enough.',
  promises: 'Promises',
  promisesHelp: 'What you said you would do.',
  stuck: 'Stuck deals of yours',
  stuckFor: (days: number) => `${days} days in this stage`,
  clearTitle: 'All done for today',
  clear: 'Nothing is due and every talk has its summary. Look at the pipeline for deals without a next step.',
  toBoard: 'Open the pipeline',
  add: 'Call or task',
  addTitle: 'Write down a call, or plan a task',
  with: (name: string, when: string) => `with ${name}, ${when}`,
} as const;
