import { Alert } from '@mantine/core';
import type { Refusal } from '../problem';
import { texts } from '../texts';

interface Props {
  refused: Refusal;
  /** What a field's line says, with the name it has on the screen. */
  line: (field: string, rule: string) => string;
}

/** Why what was written is not taken: a line for each field that is wrong, or what is wrong with the whole. */
export function RefusedFields({ refused: { message, fields }, line }: Props) {
  const wrong = Object.entries(fields);
  return (
    <Alert color="red" variant="light" role="alert" title={wrong.length > 0 ? texts.form.summary : message}>
      {wrong.map(([field, rule]) => (
        <div key={field}>{line(field, rule)}</div>
      ))}
    </Alert>
  );
}

/** Lines of a form whose fields have these labels. */
export const byLabel = (labels: Record<string, string>) => (field: string, rule: string) => `${labels[field] ?? field} ${rule}`;
