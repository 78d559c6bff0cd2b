import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { api, data, Dialog, Refusal, toast, useDraft } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useRefresh } from '../shared/queries';
import type { Channel, Priority } from '../shared/types';
import { texts } from '../texts';

const FRESH = { subject: '', contact_email: '', description: '', channel: 'PHONE' as Channel, priority: 'NORMAL' as Priority };

/** A ticket for somebody on the phone. */
export function NewTicket({ close, made }: { close: () => void; made: (id: string) => void }) {
  const refresh = useRefresh();
  const [draft, setDraft, clear] = useDraft('new-ticket', FRESH);
  const change = (patch: Partial<typeof FRESH>) => setDraft({ ...draft, ...patch });
  const create = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST('/v1/tickets', { body: draft })),
    onSuccess: (ticket) => {
      clear();
      close();
      toast.good(texts.new.made(ticket.number));
      void refresh();
      made(ticket.id);
    },
  });
  const wrong = create.error instanceof Refusal ? create.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.new.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput label={texts.new.email} type="email" value={draft.contact_email} error={wrong.contact_email} data-autofocus onChange={(event) => change({ contact_email: event.currentTarget.value })} />
          <TextInput label={texts.new.subject} required value={draft.subject} error={wrong.subject} onChange={(event) => change({ subject: event.currentTarget.value })} />
          <Textarea label={texts.new.text} autosize minRows={4} value={draft.description} onChange={(event) => change({ description: event.currentTarget.value })} />
          <Group grow>
            <NativeSelect
              label={texts.facts.priority}
              data={Object.entries(texts.priority).map(([value, label]) => ({ value, label }))}
              value={draft.priority}
              onChange={(event) => change({ priority: event.currentTarget.value as Priority })}
            />
            <NativeSelect
              label={texts.new.channel}
              data={Object.entries(texts.channel).map(([value, label]) => ({ value, label: label || texts.common.none }))}
              value={draft.channel}
              onChange={(event) => change({ channel: event.currentTarget.value as Channel })}
            />
          </Group>
          {create.error && (
            <Text size="sm" c="red" role="alert">
              {create.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {texts.new.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
