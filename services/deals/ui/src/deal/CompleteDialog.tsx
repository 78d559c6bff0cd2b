import { NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { api, data, Dialog, toast, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Activity } from '../shared/types';
import { Buttons, Said } from '../shared/WinDialog';
import { texts } from '../texts';
import { KeyPoints, type Point, toApi } from './KeyPoints';

const FRESH = { summary: '', minutes: '' as number | '', points: [] as Point[] };

/** A planned talk took place: what was said, agreed and promised. */
export function CompleteDialog({ activity, close }: { activity: Activity; close: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft, clear] = useDraft(`complete-${activity.id}`, FRESH);
  const change = (patch: Partial<typeof FRESH>) => setDraft({ ...draft, ...patch });
  const complete = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      data(
        api.POST('/v1/activities/{id}:complete', {
          params: { path: { id: activity.id } },
          body: {
            summary: draft.summary,
            key_points: toApi(draft.points),
            duration_seconds: Number(draft.minutes || 0) * 60,
          },
        }),
      ),
    onSuccess: () => {
      clear();
      close();
      toast.good(texts.activity.isDone(activity.subject));
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    complete.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.activity.complete(activity.subject)} size="lg">
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Textarea
          label={texts.activity.summary}
          autosize
          minRows={3}
          data-autofocus
          value={draft.summary}
          onChange={(event) => change({ summary: event.currentTarget.value })}
        />
        <NumberInput label={texts.activity.minutes} w={96} min={0} max={1440} value={draft.minutes} onChange={(minutes) => change({ minutes: minutes === '' ? '' : Number(minutes) })} />
        <div>
          <Text size="sm" fw={500} mb={4}>
            {texts.activity.keyPoints}
          </Text>
          <KeyPoints value={draft.points} onChange={(points) => change({ points })} />
        </div>
        {!draft.summary.trim() && (
          <Text size="xs" c="dimmed">
            {texts.activity.summaryLater}
          </Text>
        )}
        <Said error={complete.error} />
        <Buttons close={close} waiting={complete.isPending} label={texts.activity.done} />
      </Stack>
    </Dialog>
  );
}
