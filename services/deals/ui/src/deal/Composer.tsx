import { Button, Group, NumberInput, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core';
import { api, data, now, Refusal, toast, unsent, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo } from 'react';
import { instant, localInput } from '../shared/days';
import type { ActivityInput } from '../shared/types';
import { Said } from '../shared/WinDialog';
import { texts } from '../texts';
import { KeyPoints, type Point, toApi } from './KeyPoints';

type Mode = 'CALL' | 'MEETING' | 'NOTE' | 'TASK';

interface Draft {
  mode: Mode;
  subject: string;
  text: string;
  when: string;
  minutes: number | '';
  due: string;
  points: Point[];
}

const FRESH: Draft = { mode: 'CALL', subject: '', text: '', when: '', minutes: '', due: '', points: [] };
const MODES: Mode[] = ['CALL', 'MEETING', 'NOTE', 'TASK'];

/** What an activity is about: a deal, a person, or both; empty where unknown. */
export interface About {
  dealId: string;
  contactId: string;
  contactName: string;
}

interface Props {
  about: About;
  /** After it was saved. */
  saved?: () => void;
}

/** Logs a call or a meeting with its summary, writes a note, plans a task. */
export function Composer({ about, saved }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useDraft<Draft>(`activity-${about.dealId || 'new'}`, FRESH);
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const opened = useMemo(() => localInput(new Date(now())), []);
  const { mode } = draft;
  const talk = mode === 'CALL' || mode === 'MEETING';
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (sent: Draft) => data(api.POST('/v1/activities', { body: activity(sent, about) })),
    onSuccess: (_, sent) => {
      setDraft((typed) => ({ ...FRESH, mode: typed.mode, text: unsent(typed.text, sent.text) }));
      toast.good(texts.activity.saved);
      void client.invalidateQueries({ queryKey: ['sales'] });
      saved?.();
    },
  });
  const ready = talk || (mode === 'NOTE' ? draft.text.trim() : draft.subject.trim() && draft.due);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !save.isPending) save.mutate(draft);
  };
  const fields = save.error instanceof Refusal ? save.error.fields : {};
  return (
    <form
      className="composer"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label={texts.activity.kind}
        data={MODES.map((value) => ({ value, label: texts.activity.kinds[value] }))}
        value={mode}
        onChange={(value) => change({ mode: value as Mode })}
      />
      {talk && (
        <Group gap="xs" mt="xs">
          <TextInput
            size="xs"
            type="datetime-local"
            label={texts.activity.when}
            value={draft.when || opened}
            error={fields.done_time}
            onChange={(event) => change({ when: event.currentTarget.value })}
          />
          <NumberInput
            size="xs"
            w={86}
            min={0}
            max={1440}
            label={texts.activity.minutes}
            value={draft.minutes}
            onChange={(minutes) => change({ minutes: minutes === '' ? '' : Number(minutes) })}
          />
        </Group>
      )}
      {mode === 'TASK' ? (
        <Group gap="xs" mt="xs" align="flex-end">
          <TextInput size="xs" flex={1} miw={200} label={texts.activity.task} value={draft.subject} error={fields.subject} onChange={(event) => change({ subject: event.currentTarget.value })} />
          <TextInput size="xs" type="datetime-local" label={texts.activity.due} value={draft.due} error={fields.due_time} onChange={(event) => change({ due: event.currentTarget.value })} />
        </Group>
      ) : (
        <Textarea
          mt="xs"
          autosize
          minRows={2}
          label={talk ? texts.activity.summary : texts.activity.note}
          value={draft.text}
          error={fields.summary}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      )}
      {talk && (
        <div className="points">
          <KeyPoints value={draft.points} onChange={(points) => change({ points })} />
        </div>
      )}
      {Object.keys(fields).length === 0 && <Said error={save.error} />}
      <Group justify="space-between" mt="xs">
        <Text size="xs" c="dimmed">
          {talk && !draft.text.trim() && texts.activity.summaryLater}
        </Text>
        <Button type="submit" size="xs" loading={save.isPending} disabled={!ready}>
          {texts.activity.save[mode]}
        </Button>
      </Group>
    </form>
  );
}

function activity(draft: Draft, { dealId, contactId, contactName }: About): ActivityInput {
  const { mode, text } = draft;
  const shared = { kind: mode, deal_id: dealId, contact_id: contactId || null };
  const subject = texts.activity.subjects[mode]!(contactName);
  if (mode === 'TASK') return { ...shared, subject: draft.subject, due_time: instant(draft.due) };
  if (mode === 'NOTE') return { ...shared, subject, summary: text, done_time: new Date(now()).toISOString() };
  // A moment chosen to the minute may lie a few seconds ahead of the server's.
  const at = draft.when ? instant(draft.when) : new Date(now()).toISOString();
  return {
    ...shared,
    subject,
    summary: text,
    done_time: at,
    duration_seconds: Number(draft.minutes || 0) * 60,
    key_points: toApi(draft.points),
  };
}
