import { counted, type Values } from '@trellis/kit';

/** The English texts of when a customer may need a larger plan. */
export const usagePolicy = {
  title: 'Usage',
  lead: 'When a customer may need a larger plan. A change counts from the next report of usage on; limits are set on each contract.',
  rule: 'When a larger plan is suggested',
  threshold: 'From this share of a limit',
  thresholdHelp: '0: never.',
  months: 'After so long on the same plan',
  monthsHelp: '0: from the first day.',
  unit: 'months',
  says: ({ threshold_percent, months_on_plan }: Values) => {
    if (!threshold_percent) return 'Nobody is told, however much a customer uses.';
    const since = months_on_plan ? ` after ${counted(Number(months_on_plan), 'month')} on the same plan` : '';
    return `When a customer uses ${threshold_percent} % of a limit or more${since}, the account manager gets a task to talk about a larger one: once a month.`;
  },
} as const;
