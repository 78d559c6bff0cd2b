import { api, Composer, data, Failure, Section, Timeline, usePeople, useSession, Waiting, type ComposerKind } from '@trellis/kit';
import { Checkbox, Group, NativeSelect, NumberInput } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { itemOf } from './entries';

const { timeline: say, outcomes } = texts;
type Outcome = keyof typeof outcomes;

/** What happened with a person, and a box to add to it. */
export function Story({ contact, readOnly }: { contact: Contact; readOnly: boolean }) {
  const { id } = contact;
  const { nameOf } = usePeople();
  const query = useInfiniteQuery({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam }) =>
      data(api.GET('/v1/contacts/{contact_id}/timeline', { params: { path: { contact_id: id }, query: { page_token: pageParam, page_size: 50 } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Section title={texts.contact.story}>
      <div className="stack">
        {!readOnly && <Write contact={contact} />}
        {query.isPending && <Waiting />}
        {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.data && (
          <Timeline
            items={entries.map((entry) => itemOf(entry, nameOf))}
            kinds={say.kinds}
            more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            loadingMore={query.isFetchingNextPage}
          />
        )}
      </div>
    </Section>
  );
}

function Write({ contact }: { contact: Contact }) {
  const client = useQueryClient();
  const session = useSession();
  const [outcome, setOutcome] = useState<Outcome>('REACHED');
  const [minutes, setMinutes] = useState<number | string>('');
  const [inbound, setInbound] = useState(false);
  const path = { contact_id: contact.id };
  const save = async (kind: string, text: string) => {
    if (kind === 'note') await api.POST('/v1/contacts/{contact_id}/notes', { params: { path }, body: { body: text } });
    else {
      const duration_seconds = Math.round(Number(minutes || 0) * 60);
      await api.POST('/v1/contacts/{contact_id}/calls', { params: { path }, body: { outcome, duration_seconds, inbound, summary: text } });
      setMinutes('');
    }
    await client.invalidateQueries({ queryKey: ['timeline', contact.id] });
  };
  const kinds: ComposerKind[] = [
    { key: 'note', label: say.note, placeholder: say.notePlaceholder, submit: say.noteSubmit },
    {
      key: 'call',
      label: say.call,
      placeholder: say.callPlaceholder,
      submit: say.callSubmit,
      wordless: outcome !== 'REACHED',
      fields: (
        <Group gap="sm" align="flex-end">
          <NativeSelect
            size="xs"
            label={say.outcome}
            data={Object.entries(outcomes).map(([value, label]) => ({ value, label }))}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value as Outcome)}
          />
          <NumberInput size="xs" w={90} label={say.minutes} min={0} max={1440} hideControls value={minutes} onChange={setMinutes} />
          <Checkbox size="xs" mb={8} label={say.inbound} checked={inbound} onChange={(event) => setInbound(event.currentTarget.checked)} />
        </Group>
      ),
    },
  ];
  return <Composer draftKey={`contact:${session?.user.id ?? ''}:${contact.id}`} kinds={kinds} save={save} />;
}
