import { api, byName, count, data, Empty, may, Pill, RecordList, useMake, useSession, When, type Column, type Query } from '@trellis/kit';
import { Group } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useSearchParams } from 'react-router';
import { texts } from '../texts';
import { CAMPAIGNS, standing, type Campaign } from './api';
import { NewCampaign } from './CampaignForm';

const { campaigns: say, fields: label } = texts;

const State = ({ campaign }: { campaign: Campaign }) => <Pill tone={standing(campaign).tone}>{standing(campaign).words}</Pill>;

const begins = ({ launch_time, start_time }: Campaign) => launch_time ?? start_time;

const columns: Column<Campaign>[] = [
  { key: 'name', label: say.name, orderBy: 'name', render: ({ name }) => <span className="cell-name">{name}</span> },
  { key: 'state', label: say.state, render: (campaign) => <State campaign={campaign} /> },
  { key: 'recipients', label: say.recipients, numeric: true, render: ({ recipient_count }) => count(Number(recipient_count)) },
  { key: 'sent', label: say.sent, numeric: true, render: ({ sent_count }) => count(Number(sent_count)) },
  { key: 'held', label: say.held, numeric: true, render: ({ held_count }) => count(Number(held_count)) },
  { key: 'opened', label: say.opened, numeric: true, render: ({ opened_count }) => count(Number(opened_count)) },
  { key: 'clicked', label: say.clicked, numeric: true, render: ({ clicked_count }) => count(Number(clicked_count)) },
  {
    key: 'begins',
    label: say.begins,
    render: (campaign) => {
      const time = begins(campaign);
      return time && <When time={time} />;
    },
  },
  { key: 'created', label: label.create_time, orderBy: 'create_time', extra: true, render: ({ create_time }) => create_time && <When time={create_time} /> },
];

async function load({ within, orderBy, pageToken }: Query) {
  const page = await data(api.GET('/v1/campaigns', { params: { query: { filter: within, order_by: orderBy, page_token: pageToken } } }));
  return { rows: page.campaigns, next: page.next_page_token };
}

const STATES = Object.entries(say.states)
  .filter(([value]) => !value.endsWith('UNSPECIFIED'))
  .map(([value, words]) => ({ value, label: words }));

/** One message to many, and what became of it. */
export function CampaignsPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const [parameters, setParameters] = useSearchParams();
  const make = useMake(say.create, () => setParameters({ new: '' }), may(useSession(), 'campaigns.write'));
  return (
    <>
      <RecordList
        title={say.title}
        queryKey={CAMPAIGNS}
        columns={columns}
        fields={[
          { name: 'state', label: say.state, kind: 'choice', options: STATES },
          { name: 'name', label: say.name, kind: 'text' },
        ]}
        defaultOrder="create_time desc"
        load={load}
        searching={byName}
        facts={/Campaign|Message(Sent|Held|Failed)/}
        id={({ id }) => id}
        name={({ name }) => name}
        href={({ id }) => `/campaigns/${id}`}
        card={(campaign) => (
          <Group gap={8} mt={4} fz="sm" c="dimmed">
            <State campaign={campaign} />
            {say.sent} {count(Number(campaign.sent_count))} · {say.opened} {count(Number(campaign.opened_count))} · {say.held} {count(Number(campaign.held_count))}
          </Group>
        )}
        header={make}
        empty={
          <Empty title={say.empty} action={make}>
            {say.emptyHelp}
          </Empty>
        }
      />
      {parameters.has('new') && <NewCampaign segment={parameters.get('segment') ?? ''} close={() => setParameters({})} />}
    </>
  );
}
