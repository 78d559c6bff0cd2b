import { counted, type Values } from '@trellis/kit';

const days = (value: unknown) => counted(Number(value), 'day');

/** The English texts of when customers are asked whether they would recommend us. */
export const npsPolicy = {
  title: 'NPS',
  lead: 'When customers are asked whether they would recommend us, from 0 to 10. Contracts signed before keep the day they were given; answers are in the reports.',
  rule: 'When customers are asked',
  after: 'After a contract begins',
  afterHelp: '0: nobody is asked automatically.',
  pause: 'Not again within',
  pauseHelp: '0: no pause.',
  days: 'days',
  says: ({ days_after_start, pause_days }: Values) => {
    const asked = days_after_start
      ? `Whoever signs a contract is asked ${days(days_after_start)} after it begins`
      : 'Nobody is asked automatically, only by hand from a ticket';
    return pause_days ? `${asked}; nobody is asked twice within ${days(pause_days)}.` : `${asked}.`;
  },
} as const;
