import { api, changeRows, data, InlineField } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { CONTACTS } from './api';

type Editable = 'job_title' | 'city' | 'phone';

/** A field of a person edited in the list itself: shown at once, put back when it is refused. */
export function EditCell({ contact, field }: { contact: Contact; field: Editable }) {
  const client = useQueryClient();
  const put = (change: (row: Contact) => Contact) =>
    changeRows<Contact>(client, CONTACTS, (row) => (row.id === contact.id ? change(row) : row));
  const saving = useMutation({
    mutationFn: (value: string) =>
      data(
        api.PATCH('/v1/contacts/{id}', {
          params: { path: { id: contact.id }, header: { 'If-Match': `"${contact.etag}"` } },
          body: { [field]: value },
        }),
      ),
    onMutate: (value) => put((row) => ({ ...row, [field]: value })),
    onSuccess: (saved) => void put(() => saved),
    onError: (_error, _value, takeBack) => takeBack?.(),
  });
  return <InlineField label={texts.fields[field]} value={contact[field]} onSave={(value) => saving.mutate(value)} />;
}
