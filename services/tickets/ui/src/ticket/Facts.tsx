import { NativeSelect, TagsInput, Text } from '@mantine/core';
import { usePeople } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { choices } from '../shared/choices';
import { giveTo, saveTicket, useRefresh } from '../shared/queries';
import type { Priority, Ticket, TicketPatch, TicketType } from '../shared/types';
import { texts } from '../texts';

/** What is known of the ticket, changed where it stands. */
export function Facts({ ticket }: { ticket: Ticket }) {
  const refresh = useRefresh();
  const { people: users, nameOf } = usePeople();
  const onSettled = () => void refresh();
  const save = useMutation({ mutationFn: (patch: TicketPatch) => saveTicket(ticket, patch), onSettled });
  const assign = useMutation({
    mutationFn: (ownerId: string) => giveTo(ticket.id, ownerId),
    onSettled,
  });
  const closed = ticket.state === 'CLOSED';
  const people = users?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <section className="side-part" aria-label={texts.facts.title}>
      <NativeSelect
        size="xs"
        label={texts.facts.owner}
        disabled={closed}
        data={[{ value: '', label: texts.common.nobody }, ...people]}
        value={ticket.owner_id}
        onChange={(event) => assign.mutate(event.currentTarget.value)}
      />
      {ticket.assignment_reason && (
        <Text size="xs" c="dimmed">
          {texts.facts.because(nameOf(ticket.owner_id) || texts.presence.somebody, ticket.assignment_reason)}
        </Text>
      )}
      <div className="side-pair">
        <NativeSelect
          size="xs"
          label={texts.facts.priority}
          disabled={closed}
          data={choices(texts.priority)}
          value={ticket.priority}
          onChange={(event) => save.mutate({ priority: event.currentTarget.value as Priority })}
        />
        <NativeSelect
          size="xs"
          label={texts.facts.type}
          disabled={closed}
          data={choices(texts.type)}
          value={ticket.type}
          onChange={(event) => save.mutate({ type: event.currentTarget.value as TicketType })}
        />
      </div>
      <TagsInput
        size="xs"
        label={texts.facts.tags}
        placeholder={ticket.tags.length ? '' : texts.facts.tagHelp}
        disabled={closed}
        value={[...ticket.tags]}
        onChange={(tags) => save.mutate({ tags })}
      />
    </section>
  );
}
