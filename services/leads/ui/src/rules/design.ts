import type { ScoringRule } from './api';
import { ageingOf, type Aged } from './ageing';

/** A rule of the score as it is edited; what is not asked for keeps what was typed, and is not sent. */
export type ScoringDesign = Aged &
  Pick<ScoringRule, 'name' | 'group' | 'basis' | 'filter' | 'max_entries' | 'min_occurrences' | 'within_days' | 'hot_days' | 'disabled'>;

/** What a rule of the API has of it. */
export type ScoringValues = Omit<ScoringDesign, 'ageing'>;

/** What ageing begins with once it is chosen. */
const AGEING = { half_life_days: 30, decay_days: 30, decay_percent: 25 };
const BLANK: ScoringDesign = {
  name: '',
  group: 'ENGAGEMENT',
  basis: 'TIMELINE',
  filter: '',
  points: 5,
  ageing: 'half',
  ...AGEING,
  max_entries: 0,
  min_occurrences: 0,
  within_days: 0,
  hot_days: 0,
  disabled: false,
};

export function designOf(rule?: ScoringRule): ScoringDesign {
  if (!rule) return BLANK;
  const { name, group, basis, filter, points, half_life_days, decay_days, decay_percent, max_entries, min_occurrences, within_days, hot_days, disabled } = rule;
  const ages = { ageing: ageingOf(rule), half_life_days: half_life_days || AGEING.half_life_days, decay_days: decay_days || AGEING.decay_days, decay_percent: decay_percent || AGEING.decay_percent };
  return { name, group, basis, filter, points, ...ages, max_entries, min_occurrences, within_days, hot_days, disabled };
}

/** A record has no age: what goes with time is nothing there. */
const TIMELESS = { half_life_days: 0, decay_days: 0, decay_percent: 0, max_entries: 0, min_occurrences: 0, within_days: 0, hot_days: 0 };

/** What is sent: only what goes with what was chosen. */
export function valuesOf({ ageing, ...design }: ScoringDesign): ScoringValues {
  if (design.basis === 'RECORD') return { ...design, ...TIMELESS };
  const half = ageing === 'half' ? {} : { half_life_days: 0 };
  const steps = ageing === 'steps' ? {} : { decay_days: 0, decay_percent: 0 };
  return { ...design, ...half, ...steps };
}
