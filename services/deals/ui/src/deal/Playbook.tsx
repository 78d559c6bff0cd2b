import { Text } from '@mantine/core';
import { When } from '@trellis/kit';
import { IconCheck, IconCircle, IconClock } from '@tabler/icons-react';
import { useActivities } from '../shared/queries';
import type { Activity, Deal, StageVisit } from '../shared/types';
import { texts } from '../texts';

const { playbook: say } = texts;

/** The steps of the stage the deal is in: which are done, which are next. Nothing where the stage plans none. */
export function Playbook({ deal, visits }: { deal: Deal; visits: StageVisit[] }) {
  const { data: activities = [] } = useActivities(`deal_id = "${deal.id}"`, 'due_time desc');
  const here = visits.find(({ leave_time }) => !leave_time);
  const steps = activities.filter(({ stage_visit_id }) => here && stage_visit_id === here.id).reverse();
  if (steps.length === 0) return null;
  const done = steps.filter(({ state }) => state === 'DONE').length;
  return (
    <section className="card panel" aria-label={say.title}>
      <h2>
        {say.title}{' '}
        <Text span size="xs" c="dimmed" className="numbers">
          {say.progress(done, steps.length)}
        </Text>
      </h2>
      <ol className="plain">
        {steps.map((step) => (
          <StepLine key={step.id} step={step} />
        ))}
      </ol>
    </section>
  );
}

function StepLine({ step }: { step: Activity }) {
  const done = step.state === 'DONE';
  const mails = Boolean(step.template_key) && !done;
  const Icon = done ? IconCheck : mails ? IconClock : IconCircle;
  return (
    <li className="playbook-line" data-done={done || undefined}>
      <Icon size={15} aria-hidden />
      <div>
        {step.subject}
        <Text size="xs" c="dimmed">
          {done ? say.done : mails ? say.mails : texts.activity.kinds[step.kind]}{' '}
          <When time={(done ? step.done_time : step.due_time) ?? ''} />
        </Text>
      </div>
    </li>
  );
}
