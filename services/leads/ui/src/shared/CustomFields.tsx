import { date, Facts, InlineField, Section, texts as kit } from '@trellis/kit';
import { MultiSelect, NativeSelect, Switch, Text } from '@mantine/core';
import { texts } from '../texts';
import { useCustomFields, type CustomField } from './useFields';

interface Props {
  resource: 'CONTACT' | 'COMPANY';
  values: Record<string, unknown>;
  errors: Record<string, string>;
  readOnly: boolean;
  save: (key: string, value: unknown) => void;
}

/** The fields an admin added, with the input that fits each. */
export function CustomFields({ resource, values, errors, readOnly, save }: Props) {
  const fields = useCustomFields(resource);
  if (fields.length === 0) return null;
  const rows = fields.map((field) => ({
    label: field.label,
    value: readOnly ? (
      written(values[field.key])
    ) : (
      <>
        <Input field={field} value={values[field.key]} error={errors[`custom_fields.${field.key}`]} save={(value) => save(field.key, value)} />
        {field.help_text && (
          <Text size="xs" c="dimmed">
            {field.help_text}
          </Text>
        )}
      </>
    ),
  }));
  return (
    <Section title={texts.contact.about}>
      <Facts rows={rows} />
    </Section>
  );
}

const written = (value: unknown) =>
  typeof value === 'boolean' ? kit.form[value ? 'yes' : 'no'] : Array.isArray(value) ? value.join(', ') : value === undefined || value === null ? '' : String(value);

interface InputProps {
  field: CustomField;
  value: unknown;
  error?: string;
  save: (value: unknown) => void;
}

function Input({ field, value, error, save }: InputProps) {
  const { label, type, options } = field;
  switch (type) {
    case 'BOOLEAN':
      return <Switch size="xs" aria-label={label} checked={value === true} onChange={(event) => save(event.currentTarget.checked)} />;
    case 'CHOICE':
      return (
        <NativeSelect
          size="xs"
          aria-label={label}
          error={error}
          data={['', ...options]}
          value={written(value)}
          onChange={(event) => save(event.currentTarget.value || null)}
        />
      );
    case 'CHOICES':
      return <MultiSelect size="xs" aria-label={label} error={error} data={options} value={(value as string[] | undefined) ?? []} onChange={save} />;
    default:
      return (
        <InlineField
          label={label}
          value={written(value)}
          shown={type === 'DATE' && value ? date(String(value)) : undefined}
          error={error}
          onSave={(text) => save(text === '' ? null : type === 'NUMBER' && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text)}
        />
      );
  }
}
