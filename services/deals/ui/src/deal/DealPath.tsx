import { StagePath, type PathStep } from '@trellis/kit';
import type { Deal, Pipeline, Stage, StageVisit } from '../shared/types';
import { texts } from '../texts';

interface Props {
  deal: Deal;
  pipeline: Pipeline;
  visits: StageVisit[];
  go: (stage: Stage) => void;
}

const DAY = 86_400;

/** The way of a deal: every stage with the days it spent there; a click moves it. */
export function DealPath({ deal, pipeline, visits, go }: Props) {
  const open = deal.state === 'OPEN';
  const stages = pipeline.stages.filter(({ kind }) => kind !== 'LOST' || deal.state === 'LOST');
  const at = stages.findIndex(({ id }) => id === deal.stage_id);
  const stateAt = (index: number): PathStep['state'] => {
    if (index === at) return deal.state === 'LOST' ? 'lost' : 'now';
    return index < at ? 'done' : 'ahead';
  };
  const note = (id: string) => {
    const seconds = visits.filter(({ stage_id }) => stage_id === id).reduce((sum, visit) => sum + visit.seconds, 0);
    const days = texts.common.day(Math.floor(seconds / DAY));
    if (id === deal.stage_id) return open ? (seconds < DAY ? texts.deal.sinceToday : texts.deal.here(days)) : '';
    return seconds > 0 ? days : '';
  };
  const steps = stages.map(({ id, name }, index) => ({
    key: id,
    label: name,
    note: note(id),
    state: stateAt(index),
  }));
  return <StagePath steps={steps} onChoose={open ? (key) => go(stages.find(({ id }) => id === key)!) : undefined} />;
}
