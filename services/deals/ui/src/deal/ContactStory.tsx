import { Skeleton, Text } from '@mantine/core';
import { api, data, Failure, When, words } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../texts';

export const useContactStory = (contactId: string, size: number) =>
  useQuery({
    queryKey: ['contacts', contactId, 'timeline', size],
    queryFn: () =>
      data(
        api.GET('/v1/contacts/{contact_id}/timeline', {
          params: { path: { contact_id: contactId }, query: { page_size: size } },
        }),
      ).then(({ entries }) => entries),
    enabled: contactId !== '',
    retry: false,
  });

/** Everything that happened with a contact, whichever team did it. */
export function ContactStory({ contactId, size = 50 }: { contactId: string; size?: number }) {
  const { data: entries, error, refetch } = useContactStory(contactId, size);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!entries) return <Skeleton h={120} />;
  if (entries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.activity.contactEmpty}
      </Text>
    );
  }
  return (
    <ol className="story">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="story-dot" data-small />
          <div>
            {entry.title}
            <Text span size="xs" c="dimmed">
              {' '}
              {entry.actor_name || words(entry.source)}
            </Text>
            {entry.body && <div className="quote">{entry.body}</div>}
          </div>
          <Text size="xs" c="dimmed">
            <When time={entry.occur_time ?? ''} />
          </Text>
        </li>
      ))}
    </ol>
  );
}
