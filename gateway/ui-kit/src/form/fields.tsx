import { Checkbox, Group, MultiSelect, NativeSelect, NumberInput, Select, PasswordInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import { usePeople } from '../people';

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
  /** What a number counts: hours, %. It stands behind it. */
  unit?: string;
  /** Half the width: two such fields stand side by side. */
  half?: boolean;
  /** The heading above says what it is; the label is for those who hear the page. */
  bare?: boolean;
}

interface Props {
  field: FormField;
  value: FieldValue | undefined;
  error?: string;
  /** Where a dialog puts the focus when it opens. */
  first?: boolean;
  onChange: (value: FieldValue) => void;
}

const HTML_TYPE: Record<string, string> = { email: 'email', date: 'date', moment: 'datetime-local' };

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
        <Select {...shared} data={options} searchable clearable={!required} value={String(value ?? '')} onChange={(one) => onChange(one ?? '')} />
      ) : (
        <NativeSelect {...text} data={required ? options : [{ value: '', label: '–' }, ...options]} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'person':
      return <PersonInput field={field} value={value} error={error} onChange={onChange} />;
    case 'many':
      return <MultiSelect {...shared} data={options} searchable hidePickedOptions value={(value as string[] | undefined) ?? []} onChange={onChange} />;
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
      return <PasswordInput {...text} autoComplete="new-password" onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'tags':
      return <TagsInput {...shared} value={(value as string[] | undefined) ?? []} onChange={onChange} />;
    case 'yes':
      return <Checkbox name={name} label={label} description={help} error={error} checked={Boolean(value)} onChange={(event) => onChange(event.currentTarget.checked)} />;
    default:
      return <TextInput {...text} type={HTML_TYPE[kind] ?? 'text'} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** What can be chosen; what was chosen once stays a choice, also where it is none any more. */
function withKept({ kind, options = [] }: FormField, value: FieldValue | undefined) {
  const known = kind !== 'choice' || !value || options.some((option) => option.value === value);
  return known ? options : [...options, { value: String(value), label: String(value) }];
}

/** However they were clicked, they stand as the choices do. */
const inOrder = (options: { value: string }[], chosen: string[]) => options.map(({ value }) => value).filter((value) => chosen.includes(value));

function PersonInput({ field, value, error, onChange }: Props) {
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
      searchable
      clearable={!field.required}
      data={active.map(({ id, name }) => ({ value: id, label: name }))}
      value={String(value ?? '') || null}
      onChange={(one) => onChange(one ?? '')}
    />
  );
}
