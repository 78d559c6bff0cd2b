import type { Schemas } from '@trellis/kit';
import { texts } from '../texts';

const { scoringCheck: say } = texts;

export type Backtest = Schemas['leads.BacktestScoringResponse'];

/** From so many times as many on it tells them well apart, and from so many on at all. */
const WELL = 2;
const AT_ALL = 1.2;

/** People and deals of several bands together. */
function sum(bands: Backtest['bands']) {
  const people = bands.reduce((total, { contacts_before }) => total + contacts_before, 0);
  const deals = bands.reduce((total, { deals_before }) => total + deals_before, 0);
  return { people, deals, share: people > 0 ? deals / people : 0 };
}

/** Whether the rules tell who becomes a deal, in a sentence. */
export function verdict({ contact_count, deal_count, bands }: Backtest): string {
  if (deal_count === 0) return say.noDeals(contact_count);
  if (deal_count === contact_count) return say.allDeals(contact_count);
  const cold = sum(bands.filter(({ rating }) => rating === 'COLD'));
  const warm = sum(bands.filter(({ rating }) => rating !== 'COLD'));
  if (cold.people === 0 || warm.people === 0) return say.oneRating;
  if (cold.deals === 0) return say.perfectly(warm.share);
  const times = warm.share / cold.share;
  if (times >= WELL) return say.well(warm.share, cold.share, Math.round(times * 10) / 10);
  return times >= AT_ALL ? say.somewhat(warm.share, cold.share) : say.not(warm.share, cold.share);
}
