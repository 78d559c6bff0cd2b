import { peopleOf } from '../shared/peopleOf';

/** The English texts of the inbox. */
export const inbox = {
  title: 'Inbox',
  lead: 'Lead',
  came: 'Came by',
  waiting: 'Arrived',
  claim: 'Claim',
  claimed: (n: number) => `${peopleOf(n)} claimed`,
  mine: 'Yours',
  empty: 'Nobody is waiting',
  emptyHelp: 'New leads come here from forms, imports and calls, the hot ones first. Everybody has been taken care of.',
  views: { open: 'All open leads', claim: 'To claim', hot: 'Hot', week: 'New this week', mine: 'Mine' },
} as const;
