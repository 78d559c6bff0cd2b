import { api, count, data, Empty, Failure, Pill, Section, Stat, Stats, Waiting, When } from '@trellis/kit';
import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { texts } from '../texts';
import type { Form, Submission } from './api';

const { forms: say } = texts;

/** What is shown; robots only when asked for. */
const WITHIN: Record<string, string> = { people: 'spam = false', new: 'new_contact = true', spam: 'spam = true' };
const searchOf = (show: string) => `?${new URLSearchParams({ tab: 'results', ...(show !== 'people' && { show }) })}`;

/** What came in through a form. */
export function Results({ form }: { form: Form }) {
  const [parameters] = useSearchParams();
  const asked = parameters.get('show') ?? '';
  const show = asked in WITHIN ? asked : 'people';
  const query = useInfiniteQuery({
    queryKey: ['submissions', form.id, show, form.submission_count, form.spam_count],
    queryFn: ({ pageParam }) => {
      const query = { filter: WITHIN[show], page_token: pageParam };
      return data(api.GET('/v1/forms/{form_id}/submissions', { params: { path: { form_id: form.id }, query } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: (before) => before,
  });
  const sent = query.data?.pages.flatMap(({ submissions }) => submissions) ?? [];
  const labels = new Map(form.fields.map(({ key, label }) => [key, label]));
  return (
    <div className="stack">
      <Stats>
        <Stat label={say.submissions} value={count(Number(form.submission_count))} to={searchOf('people')} />
        <Stat label={say.newPeople} value={count(Number(form.contact_count))} to={searchOf('new')} />
        <Stat label={say.spam} value={count(Number(form.spam_count))} to={searchOf('spam')} />
      </Stats>
      <nav className="views" aria-label={say.tabs.results}>
        {Object.keys(WITHIN).map((each) => (
          <Link key={each} to={searchOf(each)} replace className="view" aria-current={each === show ? 'true' : undefined}>
            {say.shows[each as keyof typeof say.shows]}
          </Link>
        ))}
      </nav>
      {query.isPending && <Waiting />}
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && sent.length === 0 && (show === 'people' ? <Empty title={say.noResults}>{say.noResultsHelp}</Empty> : <Text c="dimmed">{say.noneOfThese}</Text>)}
      {sent.length > 0 && (
        <Section flush>
          <Table className="table results-table" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say.who}</Table.Th>
                <Table.Th visibleFrom="sm">{say.answers}</Table.Th>
                <Table.Th visibleFrom="sm">{say.came}</Table.Th>
                <Table.Th>{say.when}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sent.map((submission) => (
                <Row key={submission.id} submission={submission} labels={labels} />
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
      {query.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.more}
          </Button>
        </Group>
      )}
    </div>
  );
}

/** A question has its sign already. */
const asLabel = (text: string) => (text.endsWith('?') ? text : `${text}:`);

const NAMES = ['name', 'full_name', 'first_name', 'email'];

function Row({ submission, labels }: { submission: Submission; labels: Map<string, string> }) {
  const { values = {}, contact_id, spam, new_contact, attribution, create_time } = submission;
  const name = NAMES.map((key) => values[key]).find(Boolean);
  const others = Object.entries(values).filter(([key, value]) => !NAMES.includes(key) && value !== '' && key !== 'source');
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={8}>
          {contact_id ? (
            <Anchor component={Link} to={`/people/${contact_id}`} className="cell-name">
              {String(name ?? say.who)}
            </Anchor>
          ) : (
            <span className="cell-name">{String(name ?? '–')}</span>
          )}
          {spam ? <Pill tone="late">{say.spam}</Pill> : <Pill tone={new_contact ? 'good' : 'plain'}>{new_contact ? say.isNew : say.known}</Pill>}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm" className="answers">
        {others.map(([key, value]) => (
          <Text key={key} size="sm" span>
            <Text span c="dimmed" size="sm">
              {asLabel(labels.get(key) ?? key)}{' '}
            </Text>
            {Array.isArray(value) ? value.join(', ') : String(value)}
          </Text>
        ))}
      </Table.Td>
      <Table.Td visibleFrom="sm">{[attribution?.source, attribution?.campaign].filter(Boolean).join(' · ')}</Table.Td>
      <Table.Td>{create_time && <When time={create_time} />}</Table.Td>
    </Table.Tr>
  );
}
