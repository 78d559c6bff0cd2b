import { UnstyledButton, VisuallyHidden } from '@mantine/core';
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
export function StagePath({ deal, pipeline, visits, go }: Props) {
  const spent = (id: string) =>
    visits.filter(({ stage_id }) => stage_id === id).reduce((sum, { seconds }) => sum + seconds, 0);
  const stages = pipeline.stages.filter(({ kind }) => kind !== 'LOST' || deal.state === 'LOST');
  const at = stages.findIndex(({ id }) => id === deal.stage_id);
  return (
    <ol className="path" aria-label={texts.deal.path}>
      {stages.map((stage, index) => {
        const here = index === at;
        const seconds = spent(stage.id);
        const days = texts.common.day(Math.floor(seconds / DAY));
        const now = seconds < DAY ? texts.deal.sinceToday : texts.deal.here(days);
        const told = here && deal.state === 'OPEN' ? now : seconds > 0 && !here ? days : ' ';
        const inside = (
          <>
            <b>{stage.name}</b>
            <span className="numbers">{told}</span>
          </>
        );
        return (
          <li
            key={stage.id}
            data-done={index < at || undefined}
            data-lost={(here && deal.state === 'LOST') || undefined}
            aria-current={here ? 'step' : undefined}
          >
            {here || deal.state !== 'OPEN' ? (
              <div className="path-step">{inside}</div>
            ) : (
              <UnstyledButton className="path-step" onClick={() => go(stage)}>
                <VisuallyHidden>{texts.deal.goTo('')}</VisuallyHidden>
                {inside}
              </UnstyledButton>
            )}
          </li>
        );
      })}
    </ol>
  );
}
