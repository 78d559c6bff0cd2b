import { api, data, percent } from '@trellis/kit';
import { useQueries } from '@tanstack/react-query';

export const STAGES = [
  'SUBSCRIBER',
  'LEAD',
  'MARKETING_QUALIFIED',
  'SALES_READY',
  'OPPORTUNITY',
  'CUSTOMER',
  'ADVOCATE',
] as const;

/** What an arrow says: how many of those who came so far went on. */
export interface Step {
  rate: string;
  time: string;
  mark?: 'slowest' | 'leakiest';
}

interface Journey {
  counts: number[];
  steps: Step[];
}

/** How many people stand in each stage, and which share came at least one further. */
export function useJourney(enabled: boolean): Journey | undefined {
  return useQueries({
    queries: STAGES.map((stage) => ({
      queryKey: ['journey', stage],
      queryFn: () => data(api.GET('/v1/contacts:count', { params: { query: { filter: `lifecycle_stage = ${stage}` } } })),
      enabled,
    })),
    combine: (answers) => {
      const counts = answers.map(({ data: found }) => found?.count);
      return counts.every((one) => one !== undefined) ? { counts, steps: steps(counts) } : undefined;
    },
  });
}

function steps(counts: number[]): Step[] {
  const reached = counts.map((_, at) => counts.slice(at).reduce((sum, one) => sum + one, 0));
  const shares = reached.slice(1).map((next, at) => (reached[at] ? next / reached[at] : undefined));
  const known = shares.filter((share) => share !== undefined);
  const least = Math.min(...known);
  return shares.map((share) => ({
    rate: share === undefined ? '' : percent(share),
    time: '',
    ...(share !== undefined && share === least && known.length > 1 && { mark: 'leakiest' as const }),
  }));
}
