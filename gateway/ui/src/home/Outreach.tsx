import { api, campaignTone, count, data, percent, Section, words as inWords } from '@trellis/kit';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Rows, type Row } from './Rows';
import { words } from './texts';

const TEXT = words.outreach;
const SHOWN = 4;

async function campaigns(): Promise<Row[]> {
  const query = { order_by: 'create_time desc', page_size: SHOWN };
  const found = await data(api.GET('/v1/campaigns', { params: { query } }));
  return found.campaigns.map(({ id, name, state, sent_count, opened_count, clicked_count }) => {
    const sent = Number(sent_count);
    const share = (number: string) => percent(Math.min(1, Number(number) / sent));
    return {
      id,
      href: `/leads/campaigns/${id}`,
      label: name,
      note: sent > 0 ? TEXT.sent(count(sent), share(opened_count), share(clicked_count)) : TEXT.unsent,
      group: inWords(state),
      tone: campaignTone(state),
    };
  });
}

async function forms(): Promise<Row[]> {
  const query = { filter: 'state = ACTIVE', order_by: 'create_time desc', page_size: SHOWN };
  const found = await data(api.GET('/v1/forms', { params: { query } }));
  return found.forms.map(({ id, name, submission_count, contact_count }) => ({
    id,
    href: `/leads/forms/${id}?tab=results`,
    label: name,
    note: TEXT.answers(count(Number(submission_count)), count(Number(contact_count))),
    group: TEXT.form,
    tone: 'plain',
  }));
}

/** What marketing has out: the newest campaigns with what people did with them, and the forms that are open. */
export function Outreach() {
  const options = { retry: false, meta: { quiet: true } };
  const sent = useQuery({ ...options, queryKey: ['outreach', 'campaigns'], queryFn: campaigns });
  const open = useQuery({ ...options, queryKey: ['outreach', 'forms'], queryFn: forms });
  if (sent.isPending || open.isPending) return null; // never a shape that may turn out to be nothing
  const rows = [...(sent.data ?? []), ...(open.data ?? [])];
  return (
    <Section
      title={TEXT.title}
      flush
      aside={
        <Anchor href="/leads/campaigns?new=" size="sm" c="inherit" underline="always">
          {TEXT.create}
        </Anchor>
      }
    >
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {TEXT.empty}
        </Text>
      )}
      <Rows rows={rows} />
    </Section>
  );
}
