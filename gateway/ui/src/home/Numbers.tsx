import { api, count, data, lasting, may, money, percent, Stat, Stats, type Session } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { words } from '../texts';

const TEXT = words.home;

/** The numbers of the teams a person belongs to; what cannot be had is left out. */
export function Numbers({ session }: { session?: Session }) {
  if (!session) return null;
  return (
    <Stats>
      {may(session, 'contacts.read') && <NewPeople />}
      {may(session, 'deals.read') && <Deals session={session} />}
      {may(session, 'tickets.read') && <Tickets />}
    </Stats>
  );
}

function NewPeople() {
  const filter = 'create_time >= now-7d';
  const { data: found } = useQuery({
    queryKey: ['numbers', 'people'],
    queryFn: () => data(api.GET('/v1/contacts:count', { params: { query: { filter } } })),
  });
  const value = found ? `${count(found.count)}${found.capped ? '+' : ''}` : '–';
  return <Stat label={TEXT.newPeople} value={value} to={`/leads/people?filter=${encodeURIComponent(filter)}`} elsewhere />;
}

function Deals({ session }: { session: Session }) {
  const { data: board } = useQuery({
    queryKey: ['numbers', 'board'],
    queryFn: () => data(api.GET('/v1/deals:board', { params: { query: { page_size: 1 } } })),
  });
  const { data: stuck } = useQuery({
    queryKey: ['numbers', 'stuck'],
    queryFn: () => data(api.GET('/v1/reports/stuck_deals', { params: { query: { page_size: 100 } } })),
    retry: false,
    enabled: may(session, 'deals.report'),
  });
  const open = board?.stages.reduce((sum, stage) => sum + stage.count, 0);
  const sums = new Map<string, number>();
  for (const { currency, amount } of board?.stages.flatMap((stage) => stage.sums) ?? [])
    sums.set(currency, (sums.get(currency) ?? 0) + Number(amount));
  const [largest] = [...sums].sort(([, one], [, other]) => other - one);
  const note = largest && TEXT.worth(money(largest[0], String(Math.round(largest[1])))) + (sums.size > 1 ? ' +' : '');
  return (
    <>
      <Stat label={TEXT.openDeals} value={open === undefined ? '–' : count(open)} note={note} to="/deals/" elsewhere />
      {stuck && stuck.deals.length > 0 && <Stat label={TEXT.stuck} value={count(stuck.deals.length)} tone="soon" to="/deals/" elsewhere />}
    </>
  );
}

function Tickets() {
  const report = { retry: false };
  const { data: backlog } = useQuery({
    ...report,
    queryKey: ['numbers', 'backlog'],
    queryFn: () => data(api.GET('/v1/reports/backlog')),
  });
  const { data: satisfaction } = useQuery({
    ...report,
    queryKey: ['numbers', 'satisfaction'],
    queryFn: () => data(api.GET('/v1/reports/satisfaction')),
  });
  const { data: times } = useQuery({
    ...report,
    queryKey: ['numbers', 'times'],
    queryFn: () => data(api.GET('/v1/reports/service_times')),
  });
  const first = times?.rows.find(({ metric, priority }) => metric === 'first_response' && !priority);
  return (
    <>
      {backlog && <Stat label={TEXT.openTickets} value={count(backlog.open)} to="/tickets/" elsewhere />}
      {backlog && backlog.breached > 0 && (
        <Stat label={TEXT.breached} value={count(backlog.breached)} tone="late" to="/tickets/" elsewhere />
      )}
      {first && first.count > 0 && <Stat label={TEXT.firstAnswer} value={lasting(first.median_seconds)} to="/tickets/reports" elsewhere />}
      {satisfaction && satisfaction.answered > 0 && (
        <Stat
          label={TEXT.happy}
          value={percent(satisfaction.happy / satisfaction.answered)}
          note={TEXT.ofAnswers(satisfaction.answered)}
          to="/tickets/reports"
          elsewhere
        />
      )}
    </>
  );
}
