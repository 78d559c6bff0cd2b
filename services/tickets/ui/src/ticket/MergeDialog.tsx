import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { api, data, Dialog, toast } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { IconUsers } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useFound, useRefresh, useTicketsOfCustomer } from '../shared/queries';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import { ARRIVED } from './arriving';
import { customerOf, sameCustomer } from './customers';

/** Finds the ticket that goes on; what the same customer wrote is found at once. */
export function MergeDialog({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 200);
  const [into, setInto] = useState('');
  const theirs = useTicketsOfCustomer(ticket, 30, ' AND state != CLOSED');
  const found = useFound(asked);
  const { data: tickets, isLoading } = asked.trim() ? found : theirs;
  const others = tickets?.filter(({ id, state }) => id !== ticket.id && state !== 'CLOSED') ?? [];
  const other = others.find(({ id }) => id === into);
  const two = other !== undefined && !sameCustomer(ticket, other);
  const path = { path: { id: ticket.id } };
  const undo = () => void api.POST('/v1/tickets/{id}:unmerge', { params: path, body: {} }).then(refresh);
  const merge = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST('/v1/tickets/{id}:merge', { params: path, body: { into_id: into } })),
    onSuccess: () => {
      toast.undo(texts.merge.done(other?.number ?? 0), undo);
      close();
      void refresh();
      void navigate(`/${into}`, ARRIVED);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (other) merge.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.merge.title(ticket.number)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Text size="sm">{texts.merge.help}</Text>
        <TextInput label={texts.merge.search} value={words} data-autofocus onChange={(event) => setWords(event.currentTarget.value)} />
        {others.length === 0 ? (
          <Text size="sm" c="dimmed" role="status">
            {!isLoading && (asked.trim() ? texts.merge.nothing(asked.trim()) : texts.merge.alone(ticket.contact_name || ticket.contact_email))}
          </Text>
        ) : (
          <Radio.Group value={into} onChange={setInto} label={texts.merge.into}>
            <Stack gap={6} className="merge-found">
              {others.map((each) => (
                <Radio key={each.id} value={each.id} label={`#${each.number} ${each.subject}`} description={customerOf(each)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <div role="status">
          {two && (
            <p className="banner merge-warning" data-tone="soon">
              <IconUsers size={18} aria-hidden />
              <span>{texts.merge.twoCustomers(ticket.number, customerOf(ticket), other.number, customerOf(other))}</span>
            </p>
          )}
        </div>
        {merge.error && (
          <Text size="sm" c="red" role="alert">
            {merge.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" disabled={!other} loading={merge.isPending}>
            {two ? texts.merge.anyway : texts.merge.action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
