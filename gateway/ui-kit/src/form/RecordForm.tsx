import { Alert, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { Refusal } from '../problem';
import { texts } from '../texts';
import { FieldInput, filledIn, type FormField, type Values } from './fields';
import './form.css';
import { useDraft } from './useDraft';

interface Props<Result> {
  /** Whose draft it is: "contact:new". What was typed comes back after a reload. */
  draftKey: string;
  fields: FormField[];
  initial?: Values;
  /** Nothing of it is kept anywhere: for a form of passwords. A form with a password is one anyway. */
  secret?: boolean;
  submit: string;
  /** Sends it; a refusal is shown at its fields and summed up above them. */
  save: (values: Values) => Promise<Result>;
  onDone?: (result: Result) => void;
  onCancel?: () => void;
  /** Between the fields and the buttons: a preview, a hint that follows what is typed. */
  children?: (values: Values) => ReactNode;
}

/** A form over an API record. */
export function RecordForm<Result>(props: Props<Result>) {
  const { draftKey, fields, initial = {}, submit, save, onDone, onCancel, children, secret } = props;
  const [typed, setTyped, forget] = useDraft<Values>(`form:${draftKey}`, initial, { secret: secret || fields.some(({ kind }) => kind === 'password') });
  const values = filledIn(fields, typed);
  const asked = fields.filter(({ only }) => !only || only(values));
  const form = useRef<HTMLFormElement>(null);
  const sending = useMutation({
    mutationFn: () => save(values),
    onSuccess: (result) => {
      forget();
      onDone?.(result);
    },
    onError: () => form.current?.querySelector<HTMLElement>('[role="alert"]')?.focus(),
    meta: { quiet: true },
  });
  const refused = sending.error instanceof Refusal ? sending.error.fields : {};
  const unplaced = Object.entries(refused).filter(([name]) => !asked.some((field) => field.name === name));
  const cancel = () => {
    forget();
    onCancel?.();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!sending.isPending) sending.mutate();
  };
  return (
    <form ref={form} onSubmit={onSubmit} className="form">
      {sending.error && (
        <Alert color="red" variant="light" role="alert" tabIndex={-1} title={Object.keys(refused).length > 0 ? texts.form.summary : sending.error.message} className="form-wide">
          {Object.keys(refused).length > 0 && <Summary refused={refused} fields={fields} unplaced={unplaced} />}
        </Alert>
      )}
      {asked.map((field, at) => (
        <div key={field.name} className={field.half ? undefined : 'form-wide'}>
          <FieldInput
            field={field}
            first={at === 0}
            value={values[field.name]}
            error={refused[field.name]}
            onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          />
        </div>
      ))}
      {children && <div className="form-wide">{children(values)}</div>}
      <Group justify="flex-end" className="form-wide" mt="xs">
        {onCancel && (
          <Button variant="default" onClick={cancel}>
            {texts.form.cancel}
          </Button>
        )}
        <Button type="submit" loading={sending.isPending}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}

interface SummaryProps {
  refused: Record<string, string>;
  fields: FormField[];
  unplaced: [string, string][];
}

function Summary({ refused, fields, unplaced }: SummaryProps) {
  const placed = fields.filter(({ name }) => refused[name]);
  return (
    <>
      {placed.map(({ label }) => label).join(', ')}
      {unplaced.map(([name, rule]) => (
        <div key={name}>
          {name} {rule}
        </div>
      ))}
    </>
  );
}
