import { count, Loaded, moment, Section } from '@trellis/kit';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { texts } from '../texts';
import { loadPreview, reasonWords, type Campaign, type Preview } from './api';

const { campaigns: say } = texts;
/** Reasons that a filter over people can say, too. */
const FILTERS: Record<string, string> = { NO_CONSENT: 'NOT marketing_consent = GRANTED', NO_ADDRESS: 'email = null' };

/** The guard's first look, before anything is sent: who would be held back, and why. */
export function Audience({ campaign }: { campaign: Campaign }) {
  const query = useQuery({ queryKey: ['campaign', campaign.id, 'preview', campaign.etag], queryFn: () => loadPreview(campaign.id), retry: false });
  return (
    <Section title={say.audience}>
      <Loaded query={query}>{(preview) => <Shown campaign={campaign} preview={preview} />}</Loaded>
    </Section>
  );
}

function Shown({ campaign, preview }: { campaign: Campaign; preview: Preview }) {
  const { complete, capped, reasons } = preview;
  const [members, examined] = [Number(preview.member_count), Number(preview.examined_count)];
  return (
    <>
      <ul className="plain audience">
        <li>
          <b className="numbers">{`${count(members)}${capped ? '+' : ''}`}</b> {say.members}
        </li>
        <li data-tone="good">
          <b className="numbers">{count(Number(preview.send_count))}</b> {complete ? say.reachable : say.perhaps}
        </li>
        {reasons.map(({ reason, count: number }) => (
          <li key={reason} data-tone="soon">
            <b className="numbers">{count(Number(number))}</b> <Words reason={reason} segment={campaign.segment_id} />
          </li>
        ))}
      </ul>
      {!complete && (
        <Text size="sm" mt="sm" role="alert">
          {say.incomplete}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {examined < members && `${say.examined(count(examined))} `}
        {campaign.start_time && `${say.previewed(moment(campaign.start_time))} `}
        {say.guard}
      </Text>
    </>
  );
}

function Words({ reason, segment }: { reason: string; segment: string }) {
  const filter = FILTERS[reason];
  const words = reasonWords(reason, say.previews);
  return filter ? <Link to={`/segments/${segment}?${new URLSearchParams({ filter })}`}>{words}</Link> : <span>{words}</span>;
}
