import { blanked, FieldInput } from '@trellis/kit';
import { useTemplates } from '../shared/useTemplates';
import { texts } from '../texts';

const { forms: say } = texts;
/** What is known when a form arrives, besides the person. */
const GIVEN = 'form_name';

interface Props {
  chosen: string;
  error?: string;
  choose: (key: string) => void;
}

/** Which message whoever sends the form gets: one that can be filled in with what is known then. */
export function Confirmation({ chosen, error, choose }: Props) {
  const options = useTemplates()
    .filter(({ variables }) => variables.every((name) => name === GIVEN))
    .map(({ key, subject }) => ({ value: key, label: blanked(subject) || key }));
  const field = { name: 'confirmation_template_key', label: say.confirmation, help: say.confirmationHelp, kind: 'choice' } as const;
  return <FieldInput field={{ ...field, options }} value={chosen} error={error} onChange={(key) => choose(String(key))} />;
}
