import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { api, data, toast } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useFound, useRefresh } from '../shared/queries';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';

/** Finds the ticket that goes on; what the same customer wrote is found at once. */
export function MergeDialog({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [words, setWords] = useState(ticket.contact_email);
  const [asked] = useDebouncedValue(words, 200);
  const [into, setInto] = useState('');
  const others = useFound(asked).data?.filter(({ id, state }) => id !== ticket.id && state !== 'CLOSED') ?? [];
  const path = { path: { id: ticket.id } };
  const undo = () => void api.POST('/v1/tickets/{id}:unmerge', { params: path, body: {} }).then(refresh);
  const merge = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST('/v1/tickets/{id}:merge', { params: path, body: { into_id: into } })),
    onSuccess: () => {
      const number = others.find(({ id }) => id === into)?.number ?? 0;
      toast.undo(texts.merge.done(number), undo);
      close();
      void refresh();
      void navigate(`/${into}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (into) merge.mutate();
  };
  return (
    <Modal opened onClose={close} title={texts.merge.title(ticket.number)} centered>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Text size="sm">{texts.merge.help}</Text>
        <TextInput label={texts.merge.search} value={words} data-autofocus onChange={(event) => setWords(event.currentTarget.value)} />
        {others.length === 0 ? (
          <Text size="sm" c="dimmed" role="status">
            {texts.merge.nothing(asked.trim())}
          </Text>
        ) : (
          <Radio.Group value={into} onChange={setInto} label={texts.merge.into}>
            <Stack gap={6} className="merge-found">
              {others.map((each) => (
                <Radio key={each.id} value={each.id} label={`#${each.number} ${each.subject}`} description={each.contact_name || each.contact_email} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {merge.error && (
          <Text size="sm" c="red" role="alert">
            {merge.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" disabled={!into} loading={merge.isPending}>
            {texts.merge.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
