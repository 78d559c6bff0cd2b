import { Anchor, Button, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, data } from '../api';
import { Loaded } from '../Loaded';
import { texts } from '../texts';
import { When } from '../When';
import { markRead, NOTIFICATIONS, placeOf, type Notification } from './notifications';

const PAGE = 20;

const load = (token: string) => data(api.GET('/v1/notifications', { params: { query: { page_size: PAGE, page_token: token } } }));

/** What a person was told, the newest first. */
export function Notifications() {
  const query = useInfiniteQuery({
    queryKey: [...NOTIFICATIONS, 'list'],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    meta: { still: true },
  });
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const all = pages.flatMap(({ notifications }) => notifications);
        return (
          <>
            <Head newest={all.find(({ read }) => !read) && all[0]} />
            {all.length === 0 && (
              <Text size="sm" c="dimmed" p="md">
                {texts.bell.none}
              </Text>
            )}
            <ul className="plain told-list">
              {all.map((told) => (
                <Row key={told.id} told={told} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button variant="subtle" fullWidth loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {texts.record.older}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** newest: what there is up to it becomes read; without one there is nothing to become so. */
function Head({ newest }: { newest?: Notification }) {
  const client = useQueryClient();
  const readAll = useMutation({
    mutationFn: (newest_id: string) => data(api.POST('/v1/notifications:readAll', { body: { newest_id } })),
    onSettled: () => client.invalidateQueries({ queryKey: NOTIFICATIONS }),
  });
  return (
    <div className="told-head">
      <Text fw={600} size="sm" component="h2">
        {texts.bell.title}
      </Text>
      {/* Not `disabled` or `loading`: that would drop the focus of who pressed it, and with it the way out by Escape. */}
      <Button
        variant="subtle"
        size="compact-sm"
        aria-disabled={!newest || undefined}
        data-disabled={!newest || undefined}
        onClick={() => newest && readAll.mutate(newest.id)}
      >
        {texts.bell.readAll}
      </Button>
      <Anchor href="/messages/preferences" size="sm">
        {texts.frame.hears}
      </Anchor>
    </div>
  );
}

function Row({ told }: { told: Notification }) {
  const client = useQueryClient();
  const read = useMutation({ mutationFn: markRead, onSettled: () => client.invalidateQueries({ queryKey: NOTIFICATIONS }) });
  return (
    <li data-unread={!told.read || undefined}>
      <a href={placeOf(told)} onClick={() => told.read || read.mutate(told.id)}>
        <span className="told-title">
          {!told.read && <VisuallyHidden>{texts.bell.unread}</VisuallyHidden>} {told.title}
        </span>
        {told.body && <span className="told-body">{told.body}</span>}
        <span className="told-body">{told.create_time && <When time={told.create_time} />}</span>
      </a>
    </li>
  );
}
