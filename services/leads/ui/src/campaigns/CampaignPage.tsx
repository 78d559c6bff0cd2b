import { api, blanked, count, data, Facts, Loaded, moment, Page, percent, Pill, Section, Stat, Stats, useRecent } from '@trellis/kit';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { loadSegment, segmentKey } from '../segments/api';
import { texts } from '../texts';
import { Actions } from './Actions';
import { Audience } from './Audience';
import { campaignKey, loadCampaign, standing, waitingOf, type Campaign } from './api';
import { Recipients } from './Recipients';

const { campaigns: say } = texts;
/** How often a page looks again while the campaign runs, and while messages of it wait for their moment. Milliseconds. */
const EVERY = 1500;
const EVERY_WAITING = 10_000;

/** One campaign: who will get it, when, and what became of each message. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: campaignKey(id),
    queryFn: () => loadCampaign(id),
    refetchInterval: ({ state }) => again(state.data),
  });
  useRecent(say.title, query.data?.name);
  return <Loaded query={query}>{(campaign) => <Shown key={campaign.id} campaign={campaign} />}</Loaded>;
}

function again(campaign?: Campaign) {
  if (campaign?.state === 'RUNNING') return EVERY;
  return campaign?.state === 'FINISHED' && waitingOf(campaign) > 0 ? EVERY_WAITING : false;
}

const begun = ({ state }: Campaign) => state !== 'DRAFT' && state !== 'SCHEDULED';

function Shown({ campaign }: { campaign: Campaign }) {
  const segment = useQuery({ queryKey: segmentKey(campaign.segment_id), queryFn: () => loadSegment(campaign.segment_id), retry: false }).data;
  const time = campaign.launch_time ?? campaign.start_time;
  return (
    <Page
      title={campaign.name}
      parent={{ to: '/campaigns', label: say.title }}
      lead={<Pill tone={standing(campaign).tone}>{standing(campaign).words}</Pill>}
      actions={<Actions campaign={campaign} />}
    >
      <div className="stack">
        {campaign.state_reason === 'TOO_LATE' && <Text role="alert">{say.late}</Text>}
        {begun(campaign) && <Results campaign={campaign} />}
        <div className="columns">
          <Section title={say.details}>
            <Facts
              rows={[
                {
                  label: say.segment,
                  value: (
                    <Anchor component={Link} to={`/segments/${campaign.segment_id}`} size="sm">
                      {segment?.name ?? '…'}
                    </Anchor>
                  ),
                },
                { label: say.template, value: <Message template={campaign.template_key} /> },
                { label: say.begins, value: time && moment(time) },
              ]}
            />
          </Section>
          {!begun(campaign) && <Audience campaign={campaign} />}
        </div>
        {begun(campaign) && <Recipients campaign={campaign} />}
      </div>
    </Page>
  );
}

/** What became of the messages, and what people did with them; each number leads to who it is. */
function Results({ campaign }: { campaign: Campaign }) {
  const sent = Number(campaign.sent_count);
  const deed = (label: string, fate: string, number: string, bad = false) => {
    const share = sent > 0 ? say.ofSent(percent(Math.min(1, Number(number) / sent))) : undefined;
    return <Stat label={label} value={count(Number(number))} note={share} to={`?fate=${fate}`} tone={bad && Number(number) > 0 ? 'late' : undefined} />;
  };
  return (
    <Stats>
      <Stat label={say.recipients} value={count(Number(campaign.recipient_count))} to="?" />
      <Stat label={say.sent} value={count(sent)} tone="good" to="?fate=SENT" />
      {waitingOf(campaign) > 0 && <Stat label={say.waiting} value={count(waitingOf(campaign))} to="?fate=TOLD" />}
      <Stat label={say.held} value={count(Number(campaign.held_count))} tone="soon" to="?fate=HELD" />
      <Stat label={say.failed} value={count(Number(campaign.failed_count))} tone={Number(campaign.failed_count) > 0 ? 'late' : undefined} to="?fate=FAILED" />
      {deed(say.opened, 'open_time', campaign.opened_count)}
      {deed(say.clicked, 'click_time', campaign.clicked_count)}
      {deed(say.bounced, 'bounce_time', campaign.bounced_count, true)}
      {deed(say.complained, 'complaint_time', campaign.complained_count, true)}
    </Stats>
  );
}

/** The message by its subject, and the way to read it before it goes out. */
function Message({ template }: { template: string }) {
  const found = useQuery({
    queryKey: ['templates', 'key', template],
    queryFn: () => data(api.GET('/v1/templates', { params: { query: { filter: `key = "${template}"` } } })),
    retry: false,
  }).data?.templates[0];
  if (!found) return template;
  return (
    <Anchor href={`/messages/templates/${found.id}`} size="sm">
      {found.subject ? blanked(found.subject) : template}
    </Anchor>
  );
}
