import { api, count, data, lasting, Loaded, now, Page, percent, Pill, Section, Stat, Stats, type Schemas, type Tone } from '@trellis/kit';
import { Select, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { countContacts } from '../people/api';
import { texts } from '../texts';
import { Bars } from './Bars';

const { reports: say, stages } = texts;
const DAY = 86_400_000;
const FEW = 3;

type Journey = Schemas['leads.ReportJourneyResponse'];
type Step = Journey['steps'][number];

const peopleWhere = (filter: string) => `/people?${new URLSearchParams({ filter })}`;

/** Where people stand, how they move on, where they come from; every number opens its people. */
export function ReportsPage() {
  const [parameters, setParameters] = useSearchParams();
  const days = parameters.get('days') ?? '90';
  const since_date = new Date(now() - Number(days) * DAY).toISOString().slice(0, 10);
  const query = useQuery({
    queryKey: ['journey', since_date],
    queryFn: () => data(api.GET('/v1/reports/journey', { params: { query: { since_date } } })),
    placeholderData: (before) => before,
  });
  const spans = Object.entries(say.spans).map(([value, label]) => ({ value, label }));
  return (
    <Page
      title={say.title}
      lead={say.lead}
      actions={<Select aria-label={say.since} data={spans} value={days} allowDeselect={false} onChange={(value) => setParameters({ days: value ?? '90' }, { replace: true })} />}
    >
      <div className="stack">
        <Loaded query={query}>{(journey) => <Shown journey={journey} />}</Loaded>
        <Sources since={since_date} />
      </div>
    </Page>
  );
}

function Shown({ journey }: { journey: Journey }) {
  const { response_times: times } = journey;
  const bars = journey.stages
    .filter(({ stage }) => stage !== 'LIFECYCLE_STAGE_UNSPECIFIED')
    .map(({ stage, count: people, capped }) => ({
      key: stage,
      label: stages[stage],
      value: people,
      said: `${count(people)}${capped ? '+' : ''}`,
      to: peopleWhere(`lifecycle_stage = ${stage}`),
    }));
  return (
    <>
      {times && (
        <Stats>
          <Stat label={say.touched} value={count(times.count)} />
          <Stat label={say.response} value={times.count > 0 ? lasting(Number(times.median_seconds)) : '–'} />
          <Stat label={say.businessResponse} value={times.count > 0 ? lasting(Number(times.median_business_seconds)) : '–'} />
        </Stats>
      )}
      <div className="columns">
        <Section title={say.stages}>
          <Bars rows={bars} label={say.people} />
        </Section>
        <Section title={say.steps} flush>
          <Steps steps={journey.steps} />
        </Section>
      </div>
    </>
  );
}

const stayed = ({ median_seconds }: Step) => lasting(Number(median_seconds));
const rateOf = ({ rate }: Step) => percent(rate);

/** The step that stands out among several, if one does to whom reads the numbers. */
function worst(steps: Step[], order: (one: Step, other: Step) => number, shown: (step: Step) => string): Step | undefined {
  const [first, second] = steps.toSorted(order);
  return first && second && shown(first) !== shown(second) ? first : undefined;
}

function Steps({ steps }: { steps: Step[] }) {
  if (steps.length === 0)
    return (
      <Text size="sm" c="dimmed" p="md">
        {say.noSteps}
      </Text>
    );
  const telling = steps.filter((step) => step.count >= FEW);
  const slowest = worst(telling, (one, other) => Number(other.median_seconds) - Number(one.median_seconds), stayed);
  const leakiest = worst(telling, (one, other) => one.rate - other.rate, rateOf);
  return (
    <Table.ScrollContainer minWidth={420} type="native" tabIndex={0} role="group" aria-label={say.steps}>
      <Table className="table" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say.step}</Table.Th>
            <Table.Th ta="right">{say.people}</Table.Th>
            <Table.Th ta="right">{say.rate}</Table.Th>
            <Table.Th ta="right">{say.median}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => (
            <Table.Tr key={`${step.from_stage}${step.to_stage}`}>
              <Table.Td>
                {stages[step.from_stage]} <span aria-label={say.to}>→</span>{' '}
                <Link to={peopleWhere(`lifecycle_stage = ${step.to_stage}`)}>{stages[step.to_stage]}</Link>
              </Table.Td>
              <Table.Td ta="right" className="numbers">
                {count(step.count)}
              </Table.Td>
              <Table.Td ta="right" className="numbers">
                {rateOf(step)}
                {step === leakiest && <Mark tone="soon">{say.leakiest}</Mark>}
              </Table.Td>
              <Table.Td ta="right" className="numbers">
                {stayed(step)}
                {step === slowest && <Mark tone="late">{say.slowest}</Mark>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What stands out about a number, below it. */
const Mark = ({ tone, children }: { tone: Tone; children: string }) => (
  <div>
    <Pill tone={tone}>{children}</Pill>
  </div>
);

function Sources({ since }: { since: string }) {
  const names = Object.keys(texts.sources) as (keyof typeof texts.sources)[];
  const within = (filter: string) => `${filter} AND create_time >= ${since}`;
  const query = useQuery({
    queryKey: ['contacts', 'sources', since],
    queryFn: () => Promise.all(names.map((name) => countContacts(within(`source = "${name}"`)))),
    placeholderData: (before) => before,
  });
  return (
    <Section title={say.sources} aside={<span className="dimmed">{say.newIn}</span>}>
      <Loaded query={query}>
        {(counts) => (
          <Bars
            label={say.people}
            rows={names.map((name, at) => ({
              key: name,
              label: texts.sources[name],
              value: counts[at]?.count ?? 0,
              said: `${count(counts[at]?.count ?? 0)}${counts[at]?.capped ? '+' : ''}`,
              to: peopleWhere(within(`source = "${name}"`)),
            }))}
          />
        )}
      </Loaded>
    </Section>
  );
}
