import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../api';
import { fetchAgain } from '../fetchAgain';
import { aside } from '../first/answers';
import { useLive } from '../live';
import { recordHref } from './records';

export type Notification = Schemas['notify.Notification'];

/** What everything about notifications is kept under. */
export const NOTIFICATIONS = ['notifications'];

aside('/v1/notifications:count');

const countUnread = () => data(api.GET('/v1/notifications:count', { params: { query: { filter: 'read = false' } } }));

/** How many the person has not read, up to 100, once the page rests; and again with each that comes. */
export function useUnread(rested: boolean): number {
  const client = useQueryClient();
  useLive((fact) => {
    if (fact === null || fact.type.endsWith('.NotificationCreated')) void fetchAgain(client, { queryKey: NOTIFICATIONS });
  });
  return useQuery({ queryKey: [...NOTIFICATIONS, 'unread'], queryFn: countUnread, enabled: rested, meta: { still: true } }).data?.count ?? 0;
}

/** Outlives the page, which the same click may leave. */
export const markRead = (id: string) => data(api.POST('/v1/notifications/{id}:read', { params: { path: { id } }, body: {}, keepalive: true }));

const LISTS: Record<string, string> = { activity: '/deals/today', cleanup: '/leads/cleanup' };

/** What to look at: the record, or the list of what is to be done. */
export const placeOf = ({ subject_type, subject_id }: Notification) => LISTS[subject_type] ?? recordHref(`${subject_type}s`, subject_id);
