import { Anchor, Group, NativeSelect, Skeleton, Table, Text, Title } from '@mantine/core';
import { api, count, data, Failure, locale, now, type Schemas, When, usePeople } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { listed, OPEN } from '../shared/filters';
import { worked } from '../shared/useNow';
import { texts } from '../texts';
import { Bar, Opens } from './Bar';
import { Recommendations } from './Recommendations';

const SPANS = [7, 30, 90, 365];
/** The ages of the report, and when tickets of each were opened. */
const AGES = {
  under_1d: ['create_time >= now-1d'],
  '1d_to_3d': ['create_time >= now-3d', 'create_time <= now-1d'],
  '3d_to_7d': ['create_time >= now-7d', 'create_time <= now-3d'],
  '7d_to_30d': ['create_time >= now-30d', 'create_time <= now-7d'],
  over_30d: ['create_time <= now-30d'],
};
/** When a ticket has what a clock waits for. */
const STOPPED: Record<string, string> = { first_response: 'first_response_time:*', resolution: 'solve_time:*' };
const percent = (share: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share);

/** How fast support is, how happy customers are, what waits. Every number opens what is behind it. */
export function ReportsPage() {
  const [days, setDays] = useState(30);
  const since = new Date(now() - days * 86_400_000).toISOString().slice(0, 10);
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1}>{texts.reports.title}</Title>
        <NativeSelect
          size="xs"
          aria-label={texts.reports.since}
          data={SPANS.map((each) => ({ value: String(each), label: texts.reports.days(each) }))}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
      </Group>
      <div className="reports">
        <Backlog />
        <Times since={since} />
        <Satisfaction since={since} />
        <Recommendations since={since} />
      </div>
    </>
  );
}

function Backlog() {
  const { nameOf } = usePeople();
  const { data: found, error } = useQuery({ queryKey: ['support', 'backlog'], queryFn: () => data(api.GET('/v1/reports/backlog')) });
  if (error) return <Failure error={error} />;
  if (!found) return <Skeleton h={160} />;
  const most = Math.max(1, ...found.ages.map((each) => each.count));
  const figures = [
    [found.open, texts.reports.openTickets, '/q/open'],
    [found.unassigned, texts.reports.unassigned, '/q/unassigned'],
    [found.breached, texts.reports.breached, listed('breached = true', OPEN)],
    [found.complaints, texts.reports.complaints, '/q/complaints'],
  ] as const;
  return (
    <section className="card report">
      <h2>{texts.reports.backlog}</h2>
      <div className="figures">
        {figures.map(([figure, label, to]) => (
          <Link key={to} to={to} className="figure">
            <b className="numbers">{count(figure)}</b>
            {label}
          </Link>
        ))}
      </div>
      <h3>{texts.reports.byAge}</h3>
      {Object.entries(AGES).map(([age, opened]) => (
        <Bar key={age} label={texts.reports.ages[age]!} value={found.ages.find(({ key }) => key === age)?.count ?? 0} most={most} to={listed(OPEN, ...opened)} />
      ))}
      <h3>{texts.reports.byDesk}</h3>
      {found.owners.map((desk) => (
        <Bar
          key={desk.key}
          label={nameOf(desk.key) || texts.common.nobody}
          value={desk.count}
          most={found.owners[0]!.count}
          to={listed(OPEN, desk.key ? `owner_id = "${desk.key}"` : 'owner_id = null')}
        />
      ))}
    </section>
  );
}

/** The tickets a number of clocks stands for. Of one priority nobody knows: a ticket's may have changed since its clock stopped. */
const behind = (priority: string, since: string, what: string) => (priority ? undefined : listed(`create_time >= ${since}`, what));

/** What has run out counts, also while it goes on: whoever answers nothing is not in time. */
function inTime({ met, breached }: Schemas['tickets.ServiceTimes']): string {
  const due = met + breached;
  return due > 0 ? percent(met / due) : '';
}

/** Rows that say something, the most urgent first within what is measured. */
const told = (rows: Schemas['tickets.ServiceTimes'][]) =>
  rows
    .filter(({ priority, count: stopped, breached }) => !priority || stopped > 0 || breached > 0)
    .sort((one, other) => one.metric.localeCompare(other.metric) || HASTE.indexOf(one.priority) - HASTE.indexOf(other.priority));
const HASTE = ['', 'URGENT', 'HIGH', 'NORMAL', 'LOW'];

const FIGURES: ReadonlySet<string> = new Set([texts.reports.count, texts.reports.median, texts.reports.p90, texts.reports.rate, texts.reports.late]);

function Times({ since }: { since: string }) {
  const { data: rows, error } = useQuery({
    queryKey: ['support', 'times', since],
    queryFn: () => data(api.GET('/v1/reports/service_times', { params: { query: { since_date: since } } })).then((found) => found.rows),
  });
  if (error) return <Failure error={error} />;
  if (!rows) return <Skeleton h={200} />;
  return (
    <section className="card report">
      <h2>{texts.reports.times}</h2>
      <Text size="sm" c="dimmed" mb="xs">
        {texts.reports.timesHelp}
      </Text>
      {rows.length === 0 && <Text size="sm">{texts.reports.nothing}</Text>}
      <Table.ScrollContainer minWidth={460} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': texts.reports.times } }}>
        <Table className="table numbers" horizontalSpacing={6} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              {[texts.reports.metric, texts.facts.priority, texts.reports.count, texts.reports.median, texts.reports.p90, texts.reports.rate, texts.reports.late].map((head) => (
                <Table.Th key={head} className={FIGURES.has(head) ? 'numeric' : undefined}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {told(rows).map((row) => (
              <Table.Tr key={row.metric + row.priority} fw={row.priority ? undefined : 600}>
                <Table.Td>{texts.clock[row.metric as 'resolution']}</Table.Td>
                <Table.Td>{texts.priority[row.priority as keyof typeof texts.priority] ?? texts.reports.all}</Table.Td>
                <Table.Td className="numeric">
                  <Opens what={texts.clock[row.metric as 'resolution']} value={row.count} to={behind(row.priority, since, STOPPED[row.metric] ?? '')} />
                </Table.Td>
                <Table.Td className="numeric">{row.count ? worked(row.median_seconds) : ''}</Table.Td>
                <Table.Td className="numeric">{row.count ? worked(row.p90_seconds) : ''}</Table.Td>
                <Table.Td className="numeric">{inTime(row)}</Table.Td>
                <Table.Td className="numeric">
                  <Opens what={`${texts.clock[row.metric as 'resolution']}, ${texts.reports.late}`} value={row.breached} to={behind(row.priority, since, `${row.metric}_breached = true`)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function Satisfaction({ since }: { since: string }) {
  const { data: found, error } = useQuery({
    queryKey: ['support', 'satisfaction', since],
    queryFn: () => data(api.GET('/v1/reports/satisfaction', { params: { query: { since_date: since } } })),
  });
  if (error) return <Failure error={error} />;
  if (!found) return <Skeleton h={200} />;
  const most = Math.max(1, ...found.scores);
  return (
    <section className="card report">
      <h2>{texts.reports.satisfaction}</h2>
      <Text size="sm" c="dimmed">
        {texts.reports.answered(found.answered, found.sent)}
        {found.answered > 0 && `, ${texts.reports.happy(percent(found.happy / found.answered))}`}
      </Text>
      {found.answered === 0 && <Text size="sm">{texts.reports.noAnswers}</Text>}
      {[5, 4, 3, 2, 1].map((score) => (
        <Bar
          key={score}
          label={texts.reports.scoreOf(score)}
          value={found.scores[score - 1] ?? 0}
          most={most}
          to={listed(`survey_score = ${score}`, `first_solve_time >= ${since}`)} // a customer is asked when it is first solved
        />
      ))}
      <ul className="plain">
        {found.comments.map((comment) => (
          <li key={comment.ticket_id} className="side-line">
            <span>“{comment.comment}”</span>
            <span className="quiet">
              {texts.reports.scoreOf(comment.score)}, {comment.contact_name},{' '}
              <Anchor component={Link} to={`/${comment.ticket_id}`} size="xs">
                #{comment.ticket_number}
              </Anchor>{' '}
              {comment.answer_time && <When time={comment.answer_time} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
