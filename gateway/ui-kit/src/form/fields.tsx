import { Checkbox, Group, MultiSelect, NativeSelect, NumberInput, Select, PasswordInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { FocusEvent } from 'react';
import { usePeople } from '../people';
import { texts } from '../texts';

export type FieldValue = string | number | boolean | string[];
export type Values = Record<string, FieldValue>;

/** One field of a form. `name` is the API's name of it, so that refusals find their place. */
export interface FormField {
  name: string;
  label: string;
  kind?: 'text' | 'long' | 'email' | 'password' | 'number' | 'date' | 'moment' | 'choice' | 'person' | 'many' | 'checks' | 'tags' | 'yes';
  options?: { value: string; label: string }[];
  required?: boolean;
  help?: string;
  placeholder?: string;
  /** What a browser may fill in; of a password, a new one unless it says otherwise. */
  autoComplete?: string;
  /** What a number counts: hours, %. It stands behind it. */
  unit?: string;
  /** Half the width: two such fields stand side by side. */
  half?: boolean;
  /** The heading above says what it is; the label is for those who hear the page. */
  bare?: boolean;
  /** Whether it is asked for, by what was filled in; what is not asked for is not sent. */
  only?: (values: Values) => boolean;
  /** What it is, by what was filled in, until somebody types something else. */
  follows?: (values: Values) => string;
}

/** What the form holds: as typed, with what follows from it, without what is not asked for. */
export function filledIn(fields: FormField[], typed: Values): Values {
  const followed = fields.filter(({ name, follows }) => follows && typed[name] === undefined);
  const values = { ...Object.fromEntries(followed.map(({ name, follows }) => [name, follows!(typed)])), ...typed };
  const unasked = new Set(fields.filter(({ only }) => only && !only(values)).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !unasked.has(name)));
}

/** A key programs use, from a name people use: "Plan of 2026" is plan_of_2026. */
export const keyOf = (name: unknown) =>
  String(name ?? '')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '');

interface Props {
  field: FormField;
  value: FieldValue | undefined;
  error?: string;
  /** Where a dialog puts the focus when it opens. */
  first?: boolean;
  onChange: (value: FieldValue) => void;
}

const HTML_TYPE: Record<string, string> = { email: 'email', date: 'date', moment: 'datetime-local' };

/** What is chosen by typing a part of it. */
const SEARCHED = { searchable: true, nothingFoundMessage: texts.list.noMatch };

/** The input that fits the kind of a field; label above, help below it, the refusal at its place. */
export function FieldInput({ field, value, error, first, onChange }: Props) {
  const { name, label, kind = 'text', required, help, placeholder, unit } = field;
  const options = withKept(field, value);
  const shared = { name, label, error, placeholder, description: help, withAsterisk: required, 'data-autofocus': first || undefined };
  const text = { ...shared, required, value: String(value ?? '') };
  switch (kind) {
    case 'long':
      return <Textarea {...text} autosize minRows={3} maxRows={12} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number':
      return <NumberInput {...shared} value={value as number | string} onChange={onChange} suffix={unit && ` ${unit}`} hideControls />;
    case 'choice':
      return options.length > 8 ? (
        <Select {...shared} {...SEARCHED} data={options} clearable={!required} value={String(value ?? '') || null} onChange={(one) => onChange(one ?? '')} />
      ) : (
        <NativeSelect {...text} data={required ? options : [{ value: '', label: '–' }, ...options]} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'person':
      return <PersonInput field={field} value={value} error={error} first={first} onChange={onChange} />;
    case 'many':
      return <MultiSelect {...shared} {...SEARCHED} data={options} hidePickedOptions value={(value as string[] | undefined) ?? []} onChange={onChange} />;
    case 'checks':
      return (
        <Checkbox.Group {...shared} value={(value as string[] | undefined) ?? []} onChange={(chosen) => onChange(inOrder(options, chosen))}>
          <Group gap="sm" mt="xs">
            {options.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} />
            ))}
          </Group>
        </Checkbox.Group>
      );
    case 'password':
      return <PasswordInput {...text} autoComplete={field.autoComplete ?? 'new-password'} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'tags':
      return <TagsInput {...shared} value={(value as string[] | undefined) ?? []} onChange={onChange} />;
    case 'yes':
      return <Checkbox name={name} label={label} description={help} error={error} checked={Boolean(value)} onChange={(event) => onChange(event.currentTarget.checked)} />;
    default:
      return <TextInput {...text} {...(field.follows && { onFocus: all })} type={HTML_TYPE[kind] ?? 'text'} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** What is only suggested is replaced by typing. */
const all = (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select();

/** What can be chosen; what was chosen once stays a choice, also where it is none any more. */
function withKept({ kind, options = [] }: FormField, value: FieldValue | undefined) {
  const known = kind !== 'choice' || !value || options.some((option) => option.value === value);
  return known ? options : [...options, { value: String(value), label: String(value) }];
}

/** However they were clicked, they stand as the choices do. */
const inOrder = (options: { value: string }[], chosen: string[]) => options.map(({ value }) => value).filter((value) => chosen.includes(value));

function PersonInput({ field, value, error, first, onChange }: Props) {
  const { people } = usePeople();
  const active = people.filter(({ state, id }) => state === 'ACTIVE' || id === value);
  return (
    <Select
      label={field.bare ? undefined : field.label}
      aria-label={field.bare ? field.label : undefined}
      placeholder={field.placeholder}
      description={field.help}
      error={error}
      withAsterisk={field.required}
      data-autofocus={first || undefined}
      {...SEARCHED}
      clearable={!field.required}
      data={active.map(({ id, name }) => ({ value: id, label: name }))}
      value={String(value ?? '') || null}
      onChange={(one) => onChange(one ?? '')}
    />
  );
}
