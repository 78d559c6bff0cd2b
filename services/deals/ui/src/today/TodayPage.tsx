import '../deal/deal.css';
import './today.css';
import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { api, data, Empty, Failure, When } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { SummaryPrompt } from '../deal/Timeline';
import { Subject, ToDo } from '../deal/ToDo';
import { amount } from '../shared/amounts';
import { daysSince } from '../shared/days';
import type { Activity, Deal } from '../shared/types';
import { texts } from '../texts';
import { NewActivity } from './NewActivity';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const useToday = () =>
  useQuery({
    queryKey: ['sales', 'today'],
    queryFn: () => data(api.GET('/v1/activities:today', { params: { query: { time_zone: zone } } })),
  });

const useMyStuck = () =>
  useQuery({
    queryKey: ['sales', 'today', 'stuck'],
    queryFn: () =>
      data(
        api.GET('/v1/deals', {
          params: { query: { filter: 'state = OPEN AND owner_id = me AND stuck_time <= now', order_by: 'stage_enter_time', page_size: 10 } },
        }),
      ).then(({ deals }) => deals),
  });

/** What a rep does today: what is late, what is due, talks to write up, promises to keep, deals that stand still. */
export function TodayPage() {
  const { data: day, error, refetch } = useToday();
  const { data: stuck = [] } = useMyStuck();
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!day) return <Waiting />;
  const listed = new Set([...day.overdue, ...day.due_today].map(({ id }) => id));
  const promises = day.promises.filter(({ id }) => !listed.has(id));
  const unsaid = day.without_summary.filter(({ id }) => !listed.has(id));
  const number = listed.size + promises.length + unsaid.length;
  return (
    <div className="today">
      <Group justify="space-between" align="flex-start" mb="md">
        <div>
          <Title order={1}>{texts.today.title}</Title>
          <Text size="sm" c="dimmed">
            {texts.today.lead(number)}
          </Text>
        </div>
        <NewActivity />
      </Group>
      {number === 0 && stuck.length === 0 && (
        <Empty
          title={texts.today.clearTitle}
          action={
            <Button component={Link} to="/" size="xs" variant="light">
              {texts.today.toBoard}
            </Button>
          }
        >
          {texts.today.clear}
        </Empty>
      )}
      <Tasks title={texts.today.overdue} activities={day.overdue} tone="late" />
      <Tasks title={texts.today.dueToday} activities={day.due_today} />
      {unsaid.length > 0 && (
        <Block title={texts.today.withoutSummary} help={texts.today.withoutHelp} count={unsaid.length} tone="soon">
          <ul className="plain">
            {unsaid.map((activity) => (
              <li key={activity.id} className="unsaid">
                <Talk activity={activity} />
                <SummaryPrompt activity={activity} />
              </li>
            ))}
          </ul>
        </Block>
      )}
      <Tasks title={texts.today.promises} activities={promises} help={texts.today.promisesHelp} />
      {stuck.length > 0 && <Stuck deals={stuck} />}
    </div>
  );
}

interface BlockProps {
  title: string;
  count: number;
  help?: string;
  tone?: 'late' | 'soon';
  children: ReactNode;
}

const Block = ({ title, count, help, tone, children }: BlockProps) => (
  <section className="card panel day-block" aria-label={title}>
    <BlockHead title={title} count={count} help={help} tone={tone} />
    {children}
  </section>
);

const BlockHead = ({ title, count, help, tone }: Omit<BlockProps, 'children'>) => (
  <>
    <h2>
      {title}
      <span className="day-count numbers" data-tone={tone}>
        {count}
      </span>
    </h2>
    {help && (
      <Text size="xs" c="dimmed" mt={-8} mb={4}>
        {help}
      </Text>
    )}
  </>
);

function Tasks({ title, activities, help, tone }: { title: string; activities: Activity[]; help?: string; tone?: 'late' }) {
  if (activities.length === 0) return null;
  return (
    <div className="card panel day-block">
      <ToDo title={title} activities={activities} linked header={<BlockHead title={title} count={activities.length} help={help} tone={tone} />} />
    </div>
  );
}

function Talk({ activity }: { activity: Activity }) {
  const time = activity.done_time ?? activity.due_time;
  return (
    <div className="talk">
      <b>
        <Subject activity={activity} />
      </b>
      {time && (
        <Text span size="xs" c="dimmed">
          <When time={time} />
        </Text>
      )}
    </div>
  );
}

const Stuck = ({ deals }: { deals: Deal[] }) => (
  <Block title={texts.today.stuck} count={deals.length}>
    <ul className="plain">
      {deals.map((deal) => (
        <li key={deal.id} className="todo-line">
          <div>
            <Link to={`/deals/${deal.id}`}>{deal.title}</Link>
            <Text size="xs" c="dimmed">
              {[deal.company_name, deal.stage_name, deal.next_step].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <span className="numbers">{deal.amount && amount(deal.amount)}</span>
          <span className="todo-due" data-late>
            {texts.today.stuckFor(daysSince(deal.stage_enter_time))}
          </span>
        </li>
      ))}
    </ul>
  </Block>
);

const Waiting = () => (
  <div className="today" aria-busy>
    <Skeleton h={28} w={160} mb="md" />
    <Skeleton h={160} mb="md" radius={12} />
    <Skeleton h={220} radius={12} />
  </div>
);
