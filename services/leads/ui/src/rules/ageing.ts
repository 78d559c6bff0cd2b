import type { ScoringRule } from './api';

/** How the points of a rule age: not at all, to half again and again, or by a share each time. */
export type Ageing = 'never' | 'half' | 'steps';

export interface Aged {
  points: number;
  ageing: Ageing;
  half_life_days: number;
  decay_days: number;
  decay_percent: number;
}

/** What is worth telling of what is left: the first steps, and the end. */
const TOLD = 3;
const MOST_STEPS = 100;

export const ageingOf = ({ half_life_days, decay_days }: Pick<ScoringRule, 'half_life_days' | 'decay_days'>): Ageing =>
  decay_days > 0 ? 'steps' : half_life_days > 0 ? 'half' : 'never';

/** A half goes away from zero, as in the service. */
const whole = (value: number) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/** Whether the numbers typed so far make sense together. */
const complete = ({ points, ageing, half_life_days, decay_days, decay_percent }: Aged) =>
  points !== 0 && Number.isInteger(points) && (ageing === 'half' ? half_life_days > 0 : decay_days > 0 && decay_percent > 0);

/** What the points are worth after so many days, a few moments that tell the course; none where nothing ages. */
export function course(aged: Aged): { days: number; left: number }[] {
  const { points, ageing, half_life_days, decay_days, decay_percent } = aged;
  if (ageing === 'never' || !complete(aged)) return [];
  const span = ageing === 'half' ? half_life_days : decay_days;
  const share = (step: number) => (ageing === 'half' ? 0.5 ** step : Math.max(0, 1 - (step * decay_percent) / 100));
  const steps = Array.from({ length: MOST_STEPS }, (_, before) => ({ days: span * (before + 1), left: whole(points * share(before + 1)) }));
  const end = steps.findIndex(({ left }) => left === 0);
  const alive = end < 0 ? steps : steps.slice(0, end);
  return [...alive.slice(0, TOLD), ...(ageing === 'steps' && end >= 0 ? [steps[end]!] : [])];
}
