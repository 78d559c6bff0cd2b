import { board } from './board/texts';
import { contracts } from './contracts/texts';
import { activity, brief, deal } from './deal/texts';
import { list, newDeal } from './deals/texts';
import { pipelines, playbook } from './pipelines/texts';
import { reports } from './reports/texts';
import { fields, lose, missing, win } from './shared/texts';
import { today } from './today/texts';
import { usagePolicy } from './usage/texts';

/** The English catalogue of sales: every text of its screens, by the place it appears. */
export const texts = {
  nav: {
    board: 'Pipeline',
    today: 'Today',
    deals: 'Deals',
    contracts: 'Contracts',
    reports: 'Reports',
    pipelines: 'Stages',
    usage: 'Usage',
    newDeal: 'New deal',
  },
  common: {
    save: 'Save',
    cancel: 'Cancel',
    undo: 'Undo',
    noOwner: 'Nobody',
    optional: 'optional',
    all: 'Show all',
    day: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    deals: (n: number) => (n === 1 ? '1 deal' : `${n} deals`),
  },
  board,
  missing,
  fields,
  win,
  lose,
  reopen: 'Reopen',
  reopened: (deal: string) => `${deal} is open again`,
  chooseReason: 'Choose a reason',
  newDeal,
  deal,
  activity,
  brief,
  list,
  today,
  contracts,
  reports,
  pipelines,
  playbook,
  usagePolicy,
} as const;
