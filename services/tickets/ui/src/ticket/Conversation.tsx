import { Anchor, Menu, Skeleton } from '@mantine/core';
import { Failure, MoreMenu, Person, When } from '@trellis/kit';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useMessages } from '../shared/queries';
import type { Ticket, TicketMessage } from '../shared/types';
import { texts } from '../texts';
import { Files } from './Files';
import { SplitDialog } from './SplitDialog';

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
        {message.kind === 'RECEIVED' && !message.split_into_id && <Split message={message} ticket={ticket} name={name} />}
      </div>
      {message.text && <div className="message-text">{message.text}</div>}
      <Files message={message} />
      {message.split_into_id && (
        <Anchor component={Link} to={`/${message.split_into_id}`} size="xs" className="message-split">
          <IconArrowsSplit2 size={14} aria-hidden />
          {texts.split.into}
        </Anchor>
      )}
    </li>
  );
}

/** What can be done with something the customer wrote. */
function Split({ message, ticket, name }: Omit<Props, 'at'> & { name: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <MoreMenu inRow label={texts.split.more(name)}>
        <Menu.Item leftSection={<IconArrowsSplit2 size={15} />} onClick={() => setAsking(true)}>
          {texts.split.action}
        </Menu.Item>
      </MoreMenu>
      {asking && <SplitDialog message={message} ticket={ticket} close={() => setAsking(false)} />}
    </>
  );
}
