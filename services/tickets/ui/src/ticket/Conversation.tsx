import { Skeleton } from '@mantine/core';
import { Failure, Person, When } from '@trellis/kit';
import { useEffect, useRef } from 'react';
import { useMessages } from '../shared/queries';
import type { Ticket, TicketMessage } from '../shared/types';
import { texts } from '../texts';
import { Files } from './Files';

/** What was said, oldest first; what is new comes into sight. */
export function Conversation({ ticket }: { ticket: Ticket }) {
  const { data: messages, error, refetch } = useMessages(ticket.id);
  const end = useRef<HTMLLIElement>(null);
  const said = messages?.length ?? 0;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' }); // gives a promise in some browsers
  }, [said]);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!messages) return <Skeleton h={120} m="md" />;
  return (
    <ol className="said" aria-label={texts.ticket.conversation} tabIndex={0}>
      {messages.map((message, at) => (
        <Message key={message.id} message={message} ticket={ticket} at={at === said - 1 ? end : undefined} />
      ))}
    </ol>
  );
}

interface Props {
  message: TicketMessage;
  ticket: Ticket;
  at?: React.Ref<HTMLLIElement>;
}

/** Who wrote: a mail brings an address, and the ticket knows whose it is. */
function authorOf({ author_name, author_email }: TicketMessage, { contact_email, contact_name }: Ticket): string {
  return author_name || (author_email === contact_email && contact_name) || author_email || texts.ticket.us;
}

function Message({ message, ticket, at }: Props) {
  const name = authorOf(message, ticket);
  const foreign = message.ticket_id !== ticket.id;
  return (
    <li ref={at} className="message" data-kind={message.kind}>
      <div className="message-top">
        <Person name={name} />
        <b title={message.author_email || undefined}>{name}</b>
        {message.kind === 'NOTE' && <span>{texts.ticket.note}</span>}
        {foreign && <span>{texts.ticket.fromMerged}</span>}
        {message.create_time && <When time={message.create_time} />}
      </div>
      {message.text && <div className="message-text">{message.text}</div>}
      <Files message={message} />
    </li>
  );
}
