import { api, data, Failure, Pill, Section, Waiting, When } from '@trellis/kit';
import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { texts } from '../texts';
import { DEEDS, fateOf, reasonWords, type Campaign, type Recipient } from './api';

const { campaigns: say } = texts;
const WORDS: Record<string, string> = { ...say.fates, ...say.deeds };
const FATES = ['', 'SENT', ...[...DEEDS].reverse(), 'HELD', 'FAILED', 'TOLD'];
const within = (fate: string) => fate && (fate in say.deeds ? `${fate}:*` : `state = ${fate}`);
const newsOf = (campaign: Campaign) => [campaign.sent_count, campaign.held_count, campaign.failed_count, campaign.opened_count, campaign.clicked_count, campaign.bounced_count];

/** Everybody a campaign goes to: sent, or held back and why. */
export function Recipients({ campaign }: { campaign: Campaign }) {
  const [parameters] = useSearchParams();
  const fate = parameters.get('fate') ?? '';
  const query = useInfiniteQuery({
    queryKey: ['recipients', campaign.id, fate, ...newsOf(campaign)],
    queryFn: ({ pageParam }) => {
      const asked = { filter: within(fate), page_token: pageParam };
      return data(api.GET('/v1/campaigns/{campaign_id}/recipients', { params: { path: { campaign_id: campaign.id }, query: asked } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap(({ recipients }) => recipients) ?? [];
  return (
    <Section title={say.recipients} flush>
      <nav className="views views-inside" aria-label={say.recipients}>
        {FATES.map((each) => (
          <Link key={each} to={each ? `?fate=${each}` : '?'} replace className="view" aria-current={fate === each ? 'true' : undefined}>
            {each ? WORDS[each] : say.all}
          </Link>
        ))}
      </nav>
      {query.isPending && <Waiting />}
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {say.none}
        </Text>
      )}
      {rows.length > 0 && (
        <Table className="table" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say.who}</Table.Th>
              <Table.Th>{say.fate}</Table.Th>
              <Table.Th visibleFrom="sm">{say.why}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((recipient) => (
              <Table.Tr key={recipient.contact_id}>
                <Table.Td>
                  <Anchor component={Link} to={`/people/${recipient.contact_id}`} className="cell-name">
                    {recipient.contact_name || recipient.email}
                  </Anchor>
                  <span className="cell-note">{recipient.email}</span>
                </Table.Td>
                <Table.Td>
                  <Pill tone={fateOf(recipient).tone}>{fateOf(recipient).words}</Pill>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Since recipient={recipient} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Group justify="center" p="sm">
          <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.more}
          </Button>
        </Group>
      )}
    </Section>
  );
}

/** Why it did not go out, or since when it stands so. */
function Since({ recipient }: { recipient: Recipient }) {
  const { state, reason, complaint_time, bounce_time, click_time, open_time, update_time } = recipient;
  if (state === 'HELD' || state === 'FAILED') return reasonWords(reason);
  const time = complaint_time ?? bounce_time ?? click_time ?? open_time ?? update_time;
  return time && <When time={time} />;
}
