import { Anchor, Skeleton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Empty, Failure, Refusal } from '@trellis/kit';
import { useRef, useState } from 'react';
import { useTicket } from '../shared/queries';
import type { Ticket } from '../shared/types';
import { useDeskKeys } from '../shared/useDeskKeys';
import { texts } from '../texts';
import { Banners } from './Banners';
import { Composer, type Writer } from './Composer';
import { Conversation } from './Conversation';
import { Customer } from './Customer';
import { Facts } from './Facts';
import { Headline } from './Headline';
import { usePresence } from './usePresence';
import { useSteps } from './useSteps';

/** One ticket: what was said, what to say, and whom to. */
export function TicketPane({ id, leave }: { id: string; leave: () => void }) {
  const { data: ticket, error, refetch } = useTicket(id);
  if (error instanceof Refusal && error.problem.status === 404) {
    return (
      <div className="desk-none">
        <Empty title={texts.ticket.notFound} action={<Back leave={leave} />}>
          {texts.ticket.notFoundHelp}
        </Empty>
      </div>
    );
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!ticket) return <Waiting />;
  return <Open ticket={ticket} leave={leave} />;
}

function Open({ ticket, leave }: { ticket: Ticket; leave: () => void }) {
  const writer = useRef<Writer>(null);
  const steps = useSteps(ticket);
  const [writing, setWriting] = useState(false);
  const others = usePresence(ticket.id, writing);
  useDocumentTitle(`#${ticket.number} ${ticket.subject} · Trellis`);
  useDeskKeys({
    reply: (event) => (event.preventDefault(), writer.current?.write('reply')),
    note: (event) => (event.preventDefault(), writer.current?.write('note')),
    take: () => steps.take.mutate(),
    solve: () => steps.solve.mutate(),
    leave,
  });
  return (
    <>
      <article className="desk-ticket" aria-label={ticket.subject}>
        <Back leave={leave} />
        <Headline ticket={ticket} steps={steps} />
        <p className="others" role="status">
          {others.join('. ')}
        </p>
        <Banners ticket={ticket} steps={steps} />
        <Conversation ticket={ticket} />
        <Composer key={ticket.id} ticket={ticket} ref={writer} onWriting={setWriting} />
      </article>
      <aside className="desk-side" aria-label={texts.customer.title}>
        <Facts ticket={ticket} />
        <Customer ticket={ticket} />
      </aside>
    </>
  );
}

const Back = ({ leave }: { leave: () => void }) => (
  <Anchor component="button" type="button" size="sm" className="desk-back" onClick={leave}>
    {texts.ticket.back}
  </Anchor>
);

const Waiting = () => (
  <div className="desk-ticket" aria-busy>
    <Skeleton h={26} w="60%" mb="sm" />
    <Skeleton h={90} mb="sm" />
    <Skeleton h={90} />
  </div>
);
