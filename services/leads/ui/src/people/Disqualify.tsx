import { api, FormDialog, toast } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import type { Contact, Stage } from '../shared/choices';
import { texts } from '../texts';
import { CONTACTS } from './api';

const move = (contact_id: string, stage: Stage, reason: string) =>
  api.POST('/v1/contacts/{contact_id}:changeLifecycle', { params: { path: { contact_id } }, body: { stage, reason } });

/** Leads that lead nowhere leave the inbox, with the reason; it can be taken back. */
export function Disqualify({ leads, close, done }: { leads: Contact[]; close: () => void; done: () => void }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: [CONTACTS] });
  const undo = async () => {
    for (const { id, lifecycle_stage } of leads) await move(id, lifecycle_stage, '');
    await refresh();
  };
  return (
    <FormDialog
      title={texts.disqualify.title(leads.length)}
      opened
      close={close}
      draftKey="disqualify"
      fields={[{ name: 'reason', label: texts.disqualify.reason, kind: 'long', help: texts.stage.help, required: true }]}
      submit={texts.disqualify.action}
      save={async ({ reason }) => {
        for (const { id } of leads) await move(id, 'INACTIVE', String(reason ?? ''));
      }}
      onDone={() => {
        done();
        void refresh();
        toast.undo(texts.disqualify.done(leads.length), () => void undo());
      }}
    />
  );
}
