import { api, data, toast } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { nameOf } from '../people/columns';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';

const { merging: say } = texts;

export const loadContact = (id: string) => data(api.GET('/v1/contacts/{id}', { params: { path: { id } } }));

export const mergesKey = (id: string) => ['contact', 'merges', id];

export const loadMerges = (id: string) =>
  data(api.GET('/v1/contacts/{contact_id}/merges', { params: { path: { contact_id: id }, query: { page_size: 10 } } })).then(({ merges }) => merges);

const part = (id: string) => data(api.POST('/v1/contacts/{id}:unmerge', { params: { path: { id } }, body: {} }));

/** Whatever is on the screen may name one of the two. */
function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries();
}

/** Puts one record into the other; choice: whose value stays, by field. */
export function useMerge({ stays, goes }: { stays: Contact; goes: Contact }, done: (id: string) => void) {
  const refresh = useRefresh();
  const chosen = (choice: Record<string, 'stays' | 'goes'>, side: 'stays' | 'goes') =>
    Object.keys(choice).filter((name) => choice[name] === side);
  return useMutation({
    meta: { quiet: true },
    mutationFn: (choice: Record<string, 'stays' | 'goes'>) => {
      const body = { into_id: stays.id, take_fields: chosen(choice, 'goes'), keep_fields: chosen(choice, 'stays') };
      const header = { 'If-Match': `"${goes.etag}"` };
      return data(api.POST('/v1/contacts/{id}:merge', { params: { path: { id: goes.id }, header }, body }));
    },
    onSuccess: (both) => {
      toast.undo(say.done(nameOf(both)), () => void part(goes.id).then(refresh, (error: Error) => toast.bad(error.message)));
      done(both.id);
      refresh();
    },
  });
}

/** Parts a record from the one it is in, and leads to it. */
export function usePart() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: part,
    onSuccess: (back) => {
      toast.made(say.parted(nameOf(back)), say.toParted, `/leads/people/${back.id}`);
      refresh();
    },
  });
}
