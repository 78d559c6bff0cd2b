import { Badge, Button, Group, Skeleton, Text, Textarea } from '@mantine/core';
import { api, data, Failure, toast, When, usePeople, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowRight, IconCheck, IconFlag, IconMail, IconNote, IconPhone, IconUsers } from '@tabler/icons-react';
import type { ComponentType, FormEvent } from 'react';
import { useActivities, useVisits } from '../shared/queries';
import type { Activity, Deal } from '../shared/types';
import { texts } from '../texts';
import { happenings } from './happenings';
import { ToDo } from './ToDo';

const ICONS: Record<string, ComponentType<{ size?: number }>> = {
  CALL: IconPhone,
  MEETING: IconUsers,
  NOTE: IconNote,
  TASK: IconCheck,
  EMAIL: IconMail,
};

/** The story of a deal: what is to do, then what happened, newest first. */
export function Timeline({ deal }: { deal: Deal }) {
  const activities = useActivities(`deal_id = "${deal.id}"`, 'due_time desc');
  const visits = useVisits(deal.id);
  const { nameOf } = usePeople();
  const error = activities.error ?? visits.error;
  if (error) return <Failure error={error} retry={() => void activities.refetch()} />;
  if (!activities.data || !visits.data) return <Skeleton h={160} />;
  const open = activities.data.filter(({ state }) => state === 'OPEN').reverse();
  const past = happenings(activities.data, visits.data);
  return (
    <>
      {open.length > 0 && <ToDo title={texts.deal.planned} activities={open} />}
      <ol className="story">
        {past.map((each) =>
          'visit' in each ? (
            <li key={each.id} data-kind="stage">
              <span className="story-dot">{each.first ? <IconFlag size={14} /> : <IconArrowRight size={14} />}</span>
              <div>{each.first ? texts.activity.began(each.visit.stage_name) : texts.activity.moved(each.visit.stage_name)}</div>
              <Text size="xs" c="dimmed">
                <When time={each.time} />
              </Text>
            </li>
          ) : (
            <Done key={each.id} activity={each.activity} by={nameOf(each.activity.owner_id)} />
          ),
        )}
      </ol>
      {past.length <= 1 && open.length === 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {texts.activity.empty}
        </Text>
      )}
    </>
  );
}

export function Done({ activity, by }: { activity: Activity; by: string }) {
  const Icon = ICONS[activity.kind] ?? IconNote;
  const talk = activity.kind === 'CALL' || activity.kind === 'MEETING';
  const minutes = Math.round(activity.duration_seconds / 60);
  const whom = activity.kind === 'NOTE' || activity.kind === 'TASK' ? '' : activity.contact_name;
  return (
    <li>
      <span className="story-dot">
        <Icon size={14} />
      </span>
      <div>
        <b>{by}</b> {texts.activity.did[activity.kind]} {whom}
        {activity.kind === 'TASK' && activity.subject}
        {minutes > 0 && `, ${texts.activity.minutesLong(minutes)}`}
        {activity.summary && <div className="quote">{activity.summary}</div>}
        {activity.key_points.length > 0 && (
          <Group gap={6} mt={6}>
            {activity.key_points.map((point, at) => (
              <Badge key={at} variant="default" tt="none" fw={450} radius="sm" className="point-chip" data-kind={point.kind}>
                <b>{texts.activity.points[point.kind]}:</b> {point.text}
              </Badge>
            ))}
          </Group>
        )}
        {talk && !activity.summary && <SummaryPrompt activity={activity} />}
      </div>
      <Text size="xs" c="dimmed">
        <When time={activity.done_time ?? activity.create_time ?? ''} />
      </Text>
    </li>
  );
}

/** A talk without a summary asks for it where it stands. */
export function SummaryPrompt({ activity }: { activity: Activity }) {
  const client = useQueryClient();
  const [text, setText, clear] = useDraft(`summary-${activity.id}`, '');
  const save = useMutation({
    mutationFn: () =>
      data(
        api.PATCH('/v1/activities/{id}', {
          params: { path: { id: activity.id }, header: { 'If-Match': `"${activity.etag}"` } },
          body: { summary: text },
        }),
      ),
    onSuccess: () => {
      clear();
      toast.good(texts.activity.saved);
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) save.mutate();
  };
  return (
    <form className="prompt" onSubmit={submit}>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        label={texts.activity.summaryNeeded}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <Group justify="flex-end" mt={6}>
        <Button size="compact-sm" type="submit" disabled={!text.trim()} loading={save.isPending}>
          {texts.activity.saveSummary}
        </Button>
      </Group>
    </form>
  );
}
