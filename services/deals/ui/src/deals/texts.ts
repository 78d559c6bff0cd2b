/** The English texts of the list of deals. */
export const newDeal = {
  title: 'New deal',
  action: 'Create the deal',
  help: 'A title is enough to begin; a stage may ask for more later.',
  example: 'Rota for 60 drivers',
} as const;

export const list = {
  title: 'Deals',
  views: { all: 'All', open: 'Open', mine: 'Mine', closing: 'Closing in 30 days', stuck: 'Stuck', overdue: 'Past their date', won: 'Won', lost: 'Lost' },
  stage: 'Stage',
  since: 'In stage since',
  created: 'Created',
  closed: 'Closed',
  states: { OPEN: 'Open', WON: 'Won', LOST: 'Lost' } as Record<string, string>,
  emptyTitle: 'No deals yet',
  empty: 'A deal is a sale in the making. Create the first one, or convert a lead.',
  moveTo: 'Move to a stage',
  giveTo: 'Give to',
  delete: 'Delete',
  moveTitle: (n: string) => `Move ${n}`,
  giveTitle: (n: string) => `Give ${n} to somebody`,
  stageLabel: 'To which stage?',
  ownerLabel: 'To whom?',
  apply: 'Apply',
  changed: (n: string) => `${n} changed`,
  deletedMany: (n: string) => `${n} deleted`,
} as const;
