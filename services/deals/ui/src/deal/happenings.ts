import type { Activity, StageVisit } from '../shared/types';

/** One line of a deal's story: something done, or a stage entered. */
export type Happening =
  | { id: string; time: string; activity: Activity }
  | { id: string; time: string; visit: StageVisit; first: boolean };

/** What was done and where the deal went, newest first. */
export function happenings(activities: Activity[], visits: StageVisit[]): Happening[] {
  const done = activities
    .filter(({ state }) => state === 'DONE')
    .map((activity) => ({ id: activity.id, time: activity.done_time ?? activity.create_time ?? '', activity }));
  const moves = visits.map((visit, at) => ({
    id: `${visit.stage_id}-${visit.enter_time}`,
    time: visit.enter_time ?? '',
    visit,
    first: at === 0,
  }));
  return [...done, ...moves].sort((one, other) => other.time.localeCompare(one.time));
}
