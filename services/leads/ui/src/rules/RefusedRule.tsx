import { Alert } from '@mantine/core';
import { texts as kit, type Refusal } from '@trellis/kit';

/** Which fields are wrong, by the names they have on the screen. */
export function RefusedRule({ refused: { message, fields }, labels }: { refused: Refusal; labels: Record<string, string> }) {
  const named = Object.entries(fields);
  return (
    <Alert color="red" variant="light" role="alert" title={named.length > 0 ? kit.form.summary : message}>
      {named.map(([name, rule]) => (
        <div key={name}>
          {labels[name] ?? name} {rule}
        </div>
      ))}
    </Alert>
  );
}
