import { now } from '@trellis/kit';
import { added } from '../shared/amounts';
import type { BoardData, BoardStage, Deal } from '../shared/types';

const without = (stage: BoardStage, deal: Deal): BoardStage => ({
  ...stage,
  count: stage.count - 1,
  sums: added(stage.sums, deal.amount, -1),
  deals: stage.deals.filter(({ id }) => id !== deal.id),
});

const having = (stage: BoardStage, deal: Deal): BoardStage => ({
  ...stage,
  count: stage.count + 1,
  sums: added(stage.sums, deal.amount, 1),
  deals: [deal, ...stage.deals],
});

/** The board as it will be: the deal in another stage, or gone when that stage is not on the board. */
export const moved = (board: BoardData, deal: Deal, stageId: string): BoardData => ({
  ...board,
  stages: board.stages.map((stage) => {
    if (stage.stage_id === stageId) return having(stage, { ...deal, stage_id: stageId, stuck: false, stage_enter_time: new Date(now()).toISOString() });
    return stage.deals.some(({ id }) => id === deal.id) ? without(stage, deal) : stage;
  }),
});
