import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { api, data, Dialog, Refusal, toast, useDraft } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { useRefresh } from '../shared/queries';
import type { Ticket, TicketMessage } from '../shared/types';
import { texts } from '../texts';
import { ARRIVED } from './arriving';

interface Props {
  ticket: Ticket;
  message: TicketMessage;
  close: () => void;
}

/** Asks what a message is about that becomes a ticket of its own, and goes there. */
export function SplitDialog({ ticket, message, close }: Props) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [subject, setSubject, forget] = useDraft(`split:${message.id}`, '');
  const split = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      data(api.POST('/v1/tickets/{id}:split', { params: { path: { id: ticket.id } }, body: { message_id: message.id, subject } })),
    onSuccess: ({ id, number }) => {
      forget();
      close();
      toast.good(texts.split.made(number));
      void refresh();
      void navigate(`/${id}`, ARRIVED);
    },
  });
  const wrong = split.error instanceof Refusal ? split.error.fields.subject : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    split.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.split.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm">{texts.split.help}</Text>
          <Text component="blockquote" m={0} size="sm" c="dimmed" lineClamp={4} className="message-text">
            {message.text}
          </Text>
          <TextInput
            label={texts.split.subject}
            required
            maxLength={300}
            value={subject}
            error={wrong}
            data-autofocus
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          {split.error && !wrong && (
            <Text size="sm" c="red" role="alert">
              {split.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={split.isPending}>
              {texts.split.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
