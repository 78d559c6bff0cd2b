/** The English texts of questions that several screens ask. */
export const missing = {
  title: (stage: string, what: string) => `${stage} needs ${what}`,
  help: (title: string) => `Fill it in here and ${title} moves on.`,
  submit: 'Save and move',
  and: ' and ',
  names: {
    amount: 'an amount',
    expected_close_date: 'a close date',
    contact_id: 'a contact',
    company_name: 'a company',
    next_step: 'a next step',
  } as Record<string, string>,
} as const;

export const fields = {
  title: 'Title',
  amount: 'Amount',
  currency: 'Currency',
  expected_close_date: 'Close date',
  contact_id: 'Contact',
  company_name: 'Company',
  next_step: 'Next step',
  next_step_date: 'Due',
  owner: 'Owner',
  tags: 'Tags',
  source: 'Came from',
  stage: 'Stage',
  state: 'State',
  probability: 'Probability',
} as Record<string, string>;

export const win = {
  title: (deal: string) => `${deal} is won`,
  action: 'Mark won',
  reason: 'Why did they choose us?',
  note: 'In their words',
  contract: 'Begin a contract',
  months: 'Months',
  start: 'First day',
  renew: 'Renews by itself',
  reasons: {
    FIT: 'It does what they need',
    BETTER_PRICE: 'Better price',
    RELATIONSHIP: 'They trust us',
    REFERRAL: 'Somebody recommended us',
    OTHER_WIN: 'Something else',
  } as Record<string, string>,
  done: (deal: string) => `${deal} is won`,
} as const;

export const lose = {
  title: (deal: string) => `${deal} is lost`,
  action: 'Mark lost',
  reason: 'Why did it end?',
  note: 'What happened',
  competitor: 'Who got it instead?',
  reasons: {
    PRICE: 'Too expensive',
    MISSING_FEATURE: 'Something is missing',
    COMPETITOR: 'They chose somebody else',
    TIMING: 'Not now',
    NO_ANSWER: 'They stopped answering',
    NO_BUDGET: 'No budget',
    OTHER_LOSS: 'Something else',
  } as Record<string, string>,
  done: (deal: string) => `${deal} is lost`,
} as const;
