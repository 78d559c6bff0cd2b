import { api, data, useRecord } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { CONTACTS } from '../people/api';
import type { Contact, ContactPatch } from '../shared/choices';

export const contactKey = (id: string) => ['contact', id];

/** One person, changed field by field. */
export function useContact(id: string) {
  const client = useQueryClient();
  return useRecord<Contact, ContactPatch>({
    queryKey: contactKey(id),
    load: () => data(api.GET('/v1/contacts/{id}', { params: { path: { id } } })),
    save: async (change, etag) => {
      const saved = await data(
        api.PATCH('/v1/contacts/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } }, body: change }),
      );
      void client.invalidateQueries({ queryKey: ['timeline', id] });
      void client.invalidateQueries({ queryKey: [CONTACTS], refetchType: 'none' });
      return saved;
    },
  });
}
