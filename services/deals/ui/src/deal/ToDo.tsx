import { Checkbox, Text } from '@mantine/core';
import { api, data, now, toast, When } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Activity } from '../shared/types';
import { texts } from '../texts';
import { CompleteDialog } from './CompleteDialog';

interface Props {
  title: string;
  activities: Activity[];
  /** Lines lead to their deals, or to the people they are about. */
  linked?: boolean;
  header?: ReactNode;
}

const ORIGIN: Record<string, string> = {
  promise: texts.activity.fromPromise,
  playbook: texts.activity.fromPlaybook,
  contract: texts.activity.fromContract,
};

/** What is to do, with a box to tick; a talk is asked about when it is ticked. */
export function ToDo({ title, activities, linked, header }: Props) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Activity>();
  const complete = useMutation({
    mutationFn: (activity: Activity) =>
      data(api.POST('/v1/activities/{id}:complete', { params: { path: { id: activity.id } }, body: {} })),
    onSuccess: (activity) => {
      toast.good(texts.activity.isDone(activity.subject));
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const tick = (activity: Activity) => {
    if (activity.kind === 'CALL' || activity.kind === 'MEETING') setAsking(activity);
    else complete.mutate(activity);
  };
  return (
    <section className="todo" aria-label={title}>
      {header ?? <h2>{title}</h2>}
      <ul className="plain">
        {activities.map((activity) => (
          <Line key={activity.id} activity={activity} linked={linked} tick={() => tick(activity)} ticked={complete.isPending && complete.variables?.id === activity.id} />
        ))}
      </ul>
      {asking && <CompleteDialog activity={asking} close={() => setAsking(undefined)} />}
    </section>
  );
}

function Line({ activity, linked, tick, ticked }: { activity: Activity; linked?: boolean; tick: () => void; ticked: boolean }) {
  const late = Boolean(activity.due_time && Date.parse(activity.due_time) < now());
  const origin = ORIGIN[activity.source];
  const about = [texts.activity.kinds[activity.kind], activity.contact_name, origin].filter(Boolean).join(' · ');
  return (
    <li className="todo-line">
      <Checkbox aria-label={texts.activity.doneLabel(activity.subject)} checked={ticked} onChange={tick} />
      <div>
        {linked ? <Subject activity={activity} /> : <span>{activity.subject}</span>}
        <Text size="xs" c="dimmed">
          {about}
        </Text>
      </div>
      {activity.due_time && (
        <span className="todo-due" data-late={late || undefined}>
          <When time={activity.due_time} />
          {late && `, ${texts.activity.late}`}
        </span>
      )}
    </li>
  );
}

/** The words of an activity, on the way to its deal or else to its person. */
export function Subject({ activity: { subject, deal_id, contact_id } }: { activity: Activity }) {
  if (deal_id) return <Link to={`/deals/${deal_id}`}>{subject}</Link>;
  return contact_id ? <a href={`/leads/people/${contact_id}`}>{subject}</a> : <span>{subject}</span>;
}
