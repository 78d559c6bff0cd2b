import { api, data, FormDialog } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import type { Contact, Stage } from '../shared/choices';
import { texts } from '../texts';
import { contactKey } from './useContact';

interface Props {
  contact: Contact;
  stage: Stage;
  close: () => void;
}

/** Moves a person to another stage because somebody says so, with the reason. */
export function StageDialog({ contact, stage, close }: Props) {
  const client = useQueryClient();
  return (
    <FormDialog
      title={texts.stage.title(texts.stages[stage])}
      opened
      close={close}
      draftKey={`stage:${contact.id}:${stage}`}
      fields={[{ name: 'reason', label: texts.stage.reason, kind: 'long', help: texts.stage.help }]}
      submit={texts.stage.move}
      save={({ reason }) =>
        data(
          api.POST('/v1/contacts/{contact_id}:changeLifecycle', {
            params: { path: { contact_id: contact.id } },
            body: { stage, reason: String(reason ?? '') },
          }),
        )
      }
      onDone={(moved) => {
        client.setQueryData(contactKey(contact.id), moved);
        void client.invalidateQueries({ queryKey: ['timeline', contact.id] });
      }}
    />
  );
}
