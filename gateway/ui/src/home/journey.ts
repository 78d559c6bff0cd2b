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

/** Below so many people, slow and leaky say more about chance than about us. */
const TELLING = 3;
const MINUTE = 60;

/** What an arrow says: which share went on from a stage, and how long half of them stayed at most. */
export interface Arrow {
  from: Stage;
  /** From 0 to 1; undefined while nobody was there. */
  rate?: number;
  /** How many of them went on. */
  left: number;
  /** How many were there: all who went on, and all who stayed. */
  people: number;
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
  const slowest = worst(arrows, ({ left }) => left, ({ seconds = 0 }) => -seconds);
  // Who stays a customer is not lost.
  const leakiest = worst(arrows.filter(({ from }) => from !== 'CUSTOMER'), ({ people }) => people, ({ rate = 1 }) => rate);
  if (slowest && (slowest.seconds ?? 0) >= MINUTE) slowest.mark = 'slowest';
  if (leakiest) leakiest.mark = 'leakiest'; // of both, the loss is what matters more
  return arrows;
}

/** The lowest by a measure of those that enough people speak for; none where there is nothing to compare. */
function worst(arrows: Arrow[], people: (arrow: Arrow) => number, measure: (arrow: Arrow) => number): Arrow | undefined {
  const telling = arrows.filter((one) => people(one) >= TELLING);
  return telling.length < 2 ? undefined : telling.reduce((low, one) => (measure(one) < measure(low) ? one : low));
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
  const standing = stages.find(({ stage }) => stage === from)?.count ?? 0;
  const [first] = taken;
  const people = first ? Math.round(first.count / first.rate) : standing;
  return {
    from,
    people,
    left: taken.reduce((sum, step) => sum + step.count, 0),
    steps: taken,
    ...(people > 0 && { rate: taken.reduce((sum, { rate }) => sum + rate, 0) }),
    ...(first && { seconds: first.seconds }),
  };
}
