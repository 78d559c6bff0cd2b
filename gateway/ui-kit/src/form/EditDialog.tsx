import { useState, type ReactNode } from 'react';
import { asText, ConflictDialog } from '../record/ConflictDialog';
import type { Conflict } from '../record/useRecord';
import { Refusal } from '../problem';
import { texts } from '../texts';
import { toast } from '../toast';
import type { FormField, Values } from './fields';
import { FormDialog } from './FormDialog';

interface Props<R extends { id: string; etag: string }> {
  title: string;
  record: R;
  fields: FormField[];
  /** The record as the form shows it. */
  shown: (record: R) => Values;
  submit: string;
  size?: string;
  /** What the values mean, below the fields; it follows what is typed. */
  explain?: (values: Values) => ReactNode;
  /** The record as it is now, for when somebody else was faster. */
  load: () => Promise<R>;
  save: (values: Values, etag: string) => Promise<unknown>;
  close: () => void;
  done: () => void;
}

/** A value in the words of its field: what was chosen by its label, a number with its unit. */
export function inWordsOf(field: FormField | undefined, value: unknown): string {
  if (typeof value === 'boolean') return value ? texts.form.yes : texts.form.no;
  const said = (one: unknown) => field?.options?.find((option) => option.value === one)?.label ?? one;
  const text = asText(Array.isArray(value) ? value.map(said) : said(value));
  return field?.unit && typeof value === 'number' ? `${text} ${field.unit}` : text;
}

/** A record in a dialog; only what was changed is sent, and if somebody else was faster both versions are shown. */
export function EditDialog<R extends { id: string; etag: string }>(props: Props<R>) {
  const { title, record, fields, shown, submit, size, explain, load, save, close, done } = props;
  const [conflict, setConflict] = useState<Conflict<Values, Values>>();
  const before = shown(record);
  const finish = () => {
    done();
    close();
  };
  const ask = async (values: Values) => {
    const mine = Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
    if (Object.keys(mine).length === 0) return;
    try {
      await save(mine, record.etag);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.status !== 412) throw error;
      const now = await load();
      const refused = (error: Error) => (toast.bad(error.message), finish());
      const keep = () => void save(mine, now.etag).then(finish, refused);
      setConflict({ mine, theirs: shown(now), keep, take: finish });
      throw error;
    }
  };
  const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));
  const say = (name: string, value: unknown) => inWordsOf(fields.find((field) => field.name === name), value);
  if (conflict) return <ConflictDialog conflict={conflict} labels={labels} say={say} />;
  return (
    <FormDialog
      title={title}
      opened
      close={close}
      size={size}
      draftKey={`edit:${record.id}:${record.etag}`}
      fields={fields}
      initial={before}
      submit={submit}
      save={ask}
      onDone={done}
      children={explain}
    />
  );
}
