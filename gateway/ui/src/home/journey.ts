import { api, count, data, type Schemas, type Session } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';

type Report = Schemas['leads.ReportJourneyResponse'];
type Step = Report['steps'][number];

export const STAGES = [
  'SUBSCRIBER',
  'LEAD',
  'MARKETING_QUALIFIED',
  'SALES_READY',
  'OPPORTUNITY',
  'CUSTOMER',
  'ADVOCATE',
] as const;

export type Stage = (typeof STAGES)[number];

/** Below so many steps, slow and leaky say more about chance than about us. */
const TELLING = 3;
const MINUTE = 60;

/** What an arrow says: which share went on from a stage, and how long half of them stayed at most. */
export interface Arrow {
  from: Stage;
  /** From 0 to 1; undefined while nobody was there. */
  rate?: number;
  /** Of the step most of them took. */
  seconds?: number;
  mark?: 'slowest' | 'leakiest';
  /** Every step forward from here, the most frequent first. */
  steps: { to: Stage; count: number; rate: number; seconds: number }[];
}

export const useJourney = (enabled: boolean) =>
  useQuery({ queryKey: ['journey'], queryFn: () => data(api.GET('/v1/reports/journey')), enabled, retry: false });

/** How many people stand in a stage, as it is said. */
export function standing(report: Report, stage: Stage): string {
  const found = report.stages.find((one) => one.stage === stage);
  return `${count(found?.count ?? 0)}${found?.capped ? '+' : ''}`;
}

/** The people in a stage as far as the report counts them: who may read more people than reports sees only theirs. */
export function peopleIn(stage: Stage, { permissions }: Session): string {
  const mine = permissions['reports.read'] === 'own' && permissions['contacts.read'] !== 'own';
  const filter = `lifecycle_stage = ${stage}${mine ? ' AND owner_id = me' : ''}`;
  return `/leads/people?${new URLSearchParams({ filter })}`;
}

/** The arrows between the stages; the slowest and the leakiest are marked. */
export function arrowsOf(report: Report): Arrow[] {
  const arrows = STAGES.slice(0, -1).map((from) => arrow(from, report));
  const telling = arrows.filter(({ steps }) => steps.reduce((sum, step) => sum + step.count, 0) >= TELLING);
  if (telling.length < 2) return arrows;
  const slowest = telling.reduce((worst, one) => ((one.seconds ?? 0) > (worst.seconds ?? 0) ? one : worst));
  const leakiest = telling.reduce((worst, one) => ((one.rate ?? 1) < (worst.rate ?? 1) ? one : worst));
  if ((slowest.seconds ?? 0) >= MINUTE) slowest.mark = 'slowest';
  leakiest.mark = 'leakiest'; // of both, the loss is what matters more
  return arrows;
}

function arrow(from: Stage, { stages, steps }: Report): Arrow {
  const here = STAGES.indexOf(from);
  const ahead = (step: Step) => step.from_stage === from && STAGES.indexOf(step.to_stage as Stage) > here;
  const taken = steps.filter(ahead).map((step) => ({
    to: step.to_stage as Stage,
    count: step.count,
    rate: step.rate,
    seconds: Number(step.median_seconds),
  }));
  const somebody = taken.length > 0 || stages.some(({ stage, count: people }) => stage === from && people > 0);
  return {
    from,
    steps: taken,
    ...(somebody && { rate: taken.reduce((sum, { rate }) => sum + rate, 0) }),
    ...(taken[0] && { seconds: taken[0].seconds }),
  };
}
