import { api, may, MoreMenu, toast, useSession } from '@trellis/kit';
import { Menu } from '@mantine/core';
import { IconArrowMerge, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CONTACTS } from '../people/api';
import { nameOf } from '../people/columns';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { contactKey } from './useContact';

/** What is rarely done with a person. */
export function ContactMenu({ contact, gone, merge }: { contact: Contact; gone: () => void; merge: () => void }) {
  const client = useQueryClient();
  const session = useSession();
  const path = { id: contact.id };
  const refresh = () => {
    client.removeQueries({ queryKey: contactKey(contact.id) });
    void client.invalidateQueries({ queryKey: [CONTACTS] });
  };
  const undelete = useMutation({
    mutationFn: () => api.POST('/v1/contacts/{id}:undelete', { params: { path }, body: {} }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/contacts/{id}', { params: { path } }),
    onSuccess: () => {
      gone();
      refresh();
      toast.undo(texts.contact.deleted(nameOf(contact)), () => undelete.mutate());
    },
  });
  if (!may(session, 'contacts.delete')) return null;
  return (
    <MoreMenu label={texts.contact.more}>
      <Menu.Item leftSection={<IconArrowMerge size={15} />} onClick={merge}>
        {texts.merging.open}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove.mutate()}>
        {texts.contact.remove}
      </Menu.Item>
    </MoreMenu>
  );
}
