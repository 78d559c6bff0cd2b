import { api, data, FormDialog, type FormField, toast } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts';

const { suppressions: say } = texts;

const FIELDS: FormField[] = [
  { name: 'email', label: say.email, kind: 'email', required: true },
  { name: 'note', label: say.note, help: say.noteHelp },
];

/** Somebody of us decides that nothing goes to an address any more. */
export function AddSuppression({ opened, close }: { opened: boolean; close: () => void }) {
  const client = useQueryClient();
  return (
    <FormDialog
      title={say.add}
      opened={opened}
      close={close}
      draftKey="suppression:new"
      fields={FIELDS}
      submit={say.add}
      save={({ email = '', note = '' }) => data(api.POST('/v1/suppressions', { body: { email: String(email), note: String(note), reason: 'MANUAL' } }))}
      onDone={() => {
        toast.good(say.added);
        void client.invalidateQueries({ queryKey: ['suppressions'] });
      }}
    />
  );
}
