import { api, count, data, lasting, may, money, percent, Stat, Stats, type Session } from '@trellis/kit';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { words } from './texts';
import { useJourney } from './journey';

const TEXT = words.home;
/** Those the inbox of marketing shows. */
const LEADS = 'lifecycle_stage in (LEAD, MARKETING_QUALIFIED, SALES_READY)';
const PENDING = <Skeleton h={28} w={56} />;

/** The numbers of the teams a person belongs to; what a person may not read is left out. */
export function Numbers({ session }: { session?: Session }) {
  if (!session) return null;
  return (
    <Stats>
      {may(session, 'campaigns.write') && !may(session, 'deals.read') && <ToTake />}
      {may(session, 'contacts.read') && <NewPeople />}
      {may(session, 'reports.read') && may(session, 'contacts.read') && <FirstTouch />}
      {may(session, 'deals.read') && <Pipeline />}
      {may(session, 'deals.report') && <Closing />}
      {may(session, 'tickets.report') && <Support />}
    </Stats>
  );
}

/** What marketing looks at first: who waits for somebody, and who is hot. */
function ToTake() {
  return (
    <>
      <Leads label={TEXT.unclaimed} filter="owner_id = null" />
      <Leads label={TEXT.hot} filter="rating = HOT" />
    </>
  );
}

function Leads({ label, filter }: { label: string; filter: string }) {
  const { data: found, error } = useQuery({
    queryKey: ['numbers', 'leads', filter],
    queryFn: () => data(api.GET('/v1/contacts:count', { params: { query: { filter: `${LEADS} AND ${filter}` } } })),
  });
  if (error) return null;
  const value = found ? `${count(found.count)}${found.capped ? '+' : ''}` : PENDING;
  return <Stat label={label} value={value} to={`/leads/?filter=${encodeURIComponent(filter)}`} elsewhere />;
}

function NewPeople() {
  const filter = 'create_time >= now-7d';
  const { data: found, error } = useQuery({
    queryKey: ['numbers', 'people'],
    queryFn: () => data(api.GET('/v1/contacts:count', { params: { query: { filter } } })),
  });
  if (error) return null;
  const value = found ? `${count(found.count)}${found.capped ? '+' : ''}` : PENDING;
  return <Stat label={TEXT.newPeople} value={value} to={`/leads/people?filter=${encodeURIComponent(filter)}`} elsewhere />;
}

function FirstTouch() {
  const times = useJourney(true).data?.response_times;
  if (!times?.count) return null;
  const value = lasting(Number(times.median_business_seconds));
  return <Stat label={TEXT.firstTouch} value={value} note={TEXT.firstTouchNote} to="/leads/reports" elsewhere />;
}

function Pipeline() {
  const { data: board, error } = useQuery({
    queryKey: ['numbers', 'board'],
    queryFn: () => data(api.GET('/v1/deals:board', { params: { query: { page_size: 1 } } })),
  });
  if (error) return null;
  const open = board?.stages.reduce((sum, stage) => sum + stage.count, 0);
  const sums = new Map<string, number>();
  for (const { currency, amount } of board?.stages.flatMap((stage) => stage.sums) ?? [])
    sums.set(currency, (sums.get(currency) ?? 0) + Number(amount));
  const note = [...sums].map(([currency, amount]) => money(currency, String(Math.round(amount)))).join(' · ');
  return <Stat label={TEXT.openDeals} value={open === undefined ? PENDING : count(open)} note={note} to="/deals/" elsewhere />;
}

function Closing() {
  const { data: stuck } = useQuery({
    queryKey: ['numbers', 'stuck'],
    queryFn: () => data(api.GET('/v1/reports/stuck_deals', { params: { query: { page_size: 100 } } })),
    retry: false,
  });
  const { data: ended } = useQuery({
    queryKey: ['numbers', 'outcomes'],
    queryFn: () => data(api.GET('/v1/reports/outcomes')),
    retry: false,
  });
  const all = (outcomes: { count: number }[]) => outcomes.reduce((sum, one) => sum + one.count, 0);
  const won = all(ended?.won ?? []);
  const closed = won + all(ended?.lost ?? []);
  return (
    <>
      {closed > 0 && (
        <Stat label={TEXT.won} value={percent(won / closed)} note={TEXT.ofClosed(closed)} to="/deals/reports?tab=outcomes" elsewhere />
      )}
      {stuck && stuck.deals.length > 0 && (
        <Stat label={TEXT.stuck} value={count(stuck.deals.length)} tone="soon" to="/deals/reports?tab=stuck" elsewhere />
      )}
    </>
  );
}

function Support() {
  const report = { retry: false };
  const { data: backlog, error } = useQuery({
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
  if (error) return null;
  const first = times?.rows.find(({ metric, priority }) => metric === 'first_response' && !priority);
  return (
    <>
      <Stat label={TEXT.openTickets} value={backlog ? count(backlog.open) : PENDING} to="/tickets/q/open" elsewhere />
      {backlog && backlog.breached > 0 && (
        <Stat label={TEXT.breached} value={count(backlog.breached)} tone="late" to="/tickets/q/due" elsewhere />
      )}
      {first && first.count > 0 && (
        <Stat label={TEXT.firstAnswer} value={lasting(first.median_seconds)} note={TEXT.firstAnswerNote} to="/tickets/reports" elsewhere />
      )}
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
