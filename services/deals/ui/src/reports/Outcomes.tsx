import { Skeleton, Table } from '@mantine/core';
import { api, count, data, Empty, Failure, locale } from '@trellis/kit';
import type { Schemas } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { added, amounts } from '../shared/amounts';
import type { Money } from '../shared/types';
import { texts } from '../texts';

const Bars = lazy(() => import('./charts'));

type Outcome = Schemas['deals.Outcome'];

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const number = (outcomes: Outcome[]) => outcomes.reduce((sum, each) => sum + each.count, 0);
const worth = (outcomes: Outcome[]) =>
  outcomes.flatMap(({ sums }) => sums).reduce<Money[]>((sums, money) => added(sums, money, 1), []);

/** Won and lost deals by reason; each number opens its deals. */
export function Outcomes({ since }: { since: string }) {
  const { data: report, error, refetch } = useQuery({
    queryKey: ['sales', 'report', 'outcomes', since],
    queryFn: () => data(api.GET('/v1/reports/outcomes', { params: { query: { since_date: since } } })),
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!report) return <Skeleton h={300} />;
  const [won, lost] = [number(report.won), number(report.lost)];
  if (won + lost === 0) return <Empty title={texts.reports.none}>{texts.board.empty}</Empty>;
  const { reports: say } = texts;
  return (
    <>
      <div className="figures">
        <div className="card panel">
          <span>{say.winRate}</span>
          <b className="numbers">{percent.format(won / (won + lost))}</b>
          <small>{say.winRateNote(won, lost)}</small>
        </div>
        <Link className="card panel" to={closed('WON', since)}>
          <span>{say.wonWorth}</span>
          <b className="numbers">{amounts(worth(report.won)) || '–'}</b>
          <small>{texts.common.deals(won)}</small>
        </Link>
        <Link className="card panel" to={closed('LOST', since)}>
          <span>{say.lostWorth}</span>
          <b className="numbers">{amounts(worth(report.lost)) || '–'}</b>
          <small>{texts.common.deals(lost)}</small>
        </Link>
      </div>
      <div className="two">
        <Reasons title={say.lostWhy} state="LOST" field="loss_reason" since={since} outcomes={report.lost} names={texts.lose.reasons} color="ember.6" />
        <Reasons title={say.won} state="WON" field="win_reason" since={since} outcomes={report.won} names={texts.win.reasons} color="pine.7" />
      </div>
    </>
  );
}

const closed = (state: string, since: string, more = '') =>
  `/deals?${new URLSearchParams({ filter: `state = ${state} AND close_time >= ${since}${more}` })}`;

interface ReasonsProps {
  title: string;
  state: string;
  field: string;
  since: string;
  outcomes: Outcome[];
  names: Record<string, string>;
  color: string;
}

function Reasons({ title, state, field, since, outcomes, names, color }: ReasonsProps) {
  const all = number(outcomes);
  const { reports: say } = texts;
  if (all === 0) return null;
  return (
    <section className="card panel" aria-label={title}>
      <h2>{title}</h2>
      <Suspense fallback={<Skeleton h={160} />}>
        <Bars
          lying
          bars={outcomes.map(({ reason, count: deals }) => ({ label: names[reason] ?? say.notSaid, deals }))}
          series={[{ name: 'deals', label: say.count, color }]}
        />
      </Suspense>
      <Table className="table" verticalSpacing={7} mt="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say.reason}</Table.Th>
            <Table.Th ta="right">{say.count}</Table.Th>
            <Table.Th ta="right">{say.share}</Table.Th>
            <Table.Th ta="right">{say.worth}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outcomes.map((outcome) => (
            <Table.Tr key={outcome.reason}>
              <Table.Td>{names[outcome.reason] ?? say.notSaid}</Table.Td>
              <Table.Td ta="right">
                <Link className="opens numbers" to={closed(state, since, ` AND ${field} = ${outcome.reason || 'null'}`)}>
                  {count(outcome.count)}
                </Link>
              </Table.Td>
              <Table.Td ta="right" className="numbers">
                {percent.format(outcome.count / all)}
              </Table.Td>
              <Table.Td ta="right" className="numbers wrap">
                {amounts(outcome.sums)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
