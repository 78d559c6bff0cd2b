/** What the things are called that rights are about; what is not here says itself well. */
export const resources: Record<string, string> = {
  activities: 'Tasks and calls',
  bounces: 'Mail that came back',
  cleanup_items: 'Clean-up list',
  cleanup_policy: 'Clean-up rounds',
  clock: 'Clock of a test system',
  dead_letters: 'Health and what was given up',
  enrolments: 'People in sequences',
  events: 'What happens, on home',
  fields: 'Custom fields',
  follow_up_policy: 'Follow-up rules',
  inbound_mail: 'Mail that comes in',
  nps_policy: 'NPS rules',
  nps_surveys: 'NPS answers',
  occasion_policy: 'Occasions',
  reports: 'Marketing reports',
  sla_policies: 'Service levels',
  submissions: 'Answers to forms',
  suppressions: 'Suppressed addresses',
  ticket_routing: 'Ticket routing',
  usage_policy: 'Usage rules',
  usage_records: 'Usage of contracts',
  users: 'People who work here',
};

/** What can be done beyond seeing, changing and deleting. */
export const actions: Record<string, string> = {
  advance: 'Move it on',
  assign: 'Give to somebody',
  backtest: 'Try scoring on the past',
  convert: 'Make a deal of',
  export: 'Export as a file',
  launch: 'Send',
  preview: 'Preview',
  receive: 'Deliver',
  report: 'See reports',
  try_rule: 'Try a scoring rule',
};

/** What no person has a use for. */
export const programs = { title: 'For programs only', help: 'Mail servers and tests need these; people do not.' };
