import { api, data, FieldInput, may, Owner, Section, useSession, Why } from '@trellis/kit';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Contact, ContactPatch } from '../shared/choices';
import { texts } from '../texts';
import { contactKey } from './useContact';

interface Props {
  contact: Contact;
  save: (change: ContactPatch) => void;
  readOnly: boolean;
}

/** Who is responsible, and why; the rules may choose. */
export function OwnerCard({ contact, save, readOnly }: Props) {
  const client = useQueryClient();
  const session = useSession();
  const given = useQuery({
    queryKey: ['assignments', contact.id],
    queryFn: () =>
      data(api.GET('/v1/contacts/{contact_id}/assignments', { params: { path: { contact_id: contact.id }, query: { page_size: 1 } } })),
    retry: false,
  });
  const last = given.data?.assignments[0];
  const choose = useMutation({
    mutationFn: () => api.POST('/v1/contacts/{id}:assign', { params: { path: { id: contact.id } }, body: {} }),
    onSuccess: () => {
      for (const queryKey of [contactKey(contact.id), ['assignments', contact.id], ['timeline', contact.id]])
        void client.invalidateQueries({ queryKey });
    },
  });
  const why = last && last.user_id === contact.owner_id && last.explanation;
  return (
    <Section title={texts.contact.owner} aside={why && <Why of={texts.contact.thisOwner}>{why}</Why>}>
      {readOnly ? (
        <Owner id={contact.owner_id} />
      ) : (
        <FieldInput
          field={{ name: 'owner_id', label: texts.contact.owner, bare: true, kind: 'person', placeholder: texts.people.nobody }}
          value={contact.owner_id}
          onChange={(value) => save({ owner_id: (value as string) || null })}
        />
      )}
      {!contact.owner_id && may(session, 'contacts.assign') && (
        <Button size="xs" variant="light" mt="xs" loading={choose.isPending} onClick={() => choose.mutate()}>
          {texts.contact.byRules}
        </Button>
      )}
    </Section>
  );
}
