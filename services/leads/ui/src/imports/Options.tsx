import { FieldInput, Section, type FieldValue, type FormField } from '@trellis/kit';
import { texts } from '../texts';
import type { Import, ImportPatch } from './api';

const { imports: say } = texts;

const listed = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

const FIELDS: (FormField & { name: keyof ImportPatch })[] = [
  { name: 'existing', label: say.existing, kind: 'choice', required: true, options: listed(say.existingOptions) },
  { name: 'date_format', label: say.dates, kind: 'choice', required: true, options: listed(say.dateFormats) },
  { name: 'tags', label: say.tags, kind: 'tags' },
  { name: 'contact_owner_id', label: say.owner, kind: 'person' },
  { name: 'phone_region', label: say.region, help: say.regionHelp, placeholder: 'DE' },
];

const DEFAULTS: Record<string, string> = { existing: 'UPDATE', date_format: 'YEAR_MONTH_DAY' };

interface Props {
  file: Import;
  save: (change: ImportPatch) => void;
  errors: Record<string, string>;
}

/** What to do with people we know, dates, phone numbers. */
export function Options({ file, save, errors }: Props) {
  const value = (name: keyof ImportPatch): FieldValue => {
    const now = (file as never as Record<string, FieldValue>)[name];
    return typeof now === 'string' && (now === '' || now.endsWith('UNSPECIFIED')) ? (DEFAULTS[name] ?? '') : (now ?? '');
  };
  const change = (name: keyof ImportPatch, to: FieldValue) => {
    if (name === 'phone_region' && typeof to === 'string' && to.length === 1) return;
    save({ [name]: name === 'phone_region' ? String(to).toUpperCase() : to } as ImportPatch);
  };
  return (
    <Section title={say.optionsTitle}>
      <div className="columns">
        {FIELDS.map((field) => (
          <FieldInput key={field.name} field={field} value={value(field.name)} error={errors[field.name]} onChange={(to) => change(field.name, to)} />
        ))}
      </div>
    </Section>
  );
}
