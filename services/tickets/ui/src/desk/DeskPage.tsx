import { useSession, Empty } from '@trellis/kit';
import { useDocumentTitle } from '@mantine/hooks';
import { useNavigate, useParams } from 'react-router';
import { TicketPane } from '../ticket/TicketPane';
import { texts } from '../texts';
import { queueOf } from './queues';
import { TicketList } from './TicketList';

/** The desk: the tickets of a queue, and the one being worked on. On the phone one of the two. */
export function DeskPage() {
  const { queue: key, id = '' } = useParams();
  const session = useSession();
  const navigate = useNavigate();
  const queue = queueOf(key);
  const open = (ticketId: string) => void navigate(`/q/${queue.key}${ticketId && `/${ticketId}`}`);
  return (
    <div className="desk" data-open={id ? true : undefined}>
      <TicketList queue={queue} me={session?.user.id ?? ''} open={id} onOpen={open} />
      {id ? (
        <TicketPane key={id} id={id} leave={() => open('')} />
      ) : (
        <NoneOpen queue={texts.queues[queue.key]} />
      )}
    </div>
  );
}

function NoneOpen({ queue }: { queue: string }) {
  useDocumentTitle(`${queue} · Trellis`);
  return (
    <div className="desk-none">
      <Empty title={texts.list.choose}>{texts.list.chooseHelp}</Empty>
    </div>
  );
}
