import { api, data, FormDialog, type FormField } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { texts } from '../texts';
import { texts as say } from './texts';

const FIELDS: FormField[] = [
  { name: 'key', label: say.key, required: true, help: say.keyHelp },
  {
    name: 'purpose',
    label: say.purpose,
    kind: 'choice',
    required: true,
    help: say.purposeHelp,
    options: (['PROMOTIONAL', 'TRANSACTIONAL', 'SERVICE'] as const).map((value) => ({ value, label: texts.purposes[value] })),
  },
  { name: 'subject', label: say.subject, required: true },
  { name: 'body_text', label: say.text, kind: 'long', required: true, help: say.placeholders },
  { name: 'variables', label: say.variables, kind: 'tags', help: say.variablesHelp },
];

/** The words of a new kind of message; its page opens once it is there. */
export function NewTemplate({ opened, close }: { opened: boolean; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <FormDialog
      title={say.create}
      opened={opened}
      close={close}
      size="lg"
      draftKey="template:new"
      fields={FIELDS}
      initial={{ purpose: 'PROMOTIONAL', body_text: say.advertising }}
      submit={say.add}
      save={(values) => data(api.POST('/v1/templates', { body: values as never }))}
      onDone={({ id }) => {
        void client.invalidateQueries({ queryKey: ['templates'] });
        void navigate(`/templates/${id}`);
      }}
    />
  );
}
