import { texts as kit, type FieldValue, type FormField, type Values } from '@trellis/kit';
import { useCustomFields, type CustomField } from './useFields';

const OWN = 'custom_fields.';

const KINDS: Record<CustomField['type'], FormField['kind']> = {
  TYPE_UNSPECIFIED: 'text',
  TEXT: 'text',
  NUMBER: 'number',
  BOOLEAN: 'choice',
  DATE: 'date',
  CHOICE: 'choice',
  CHOICES: 'many',
};

const NONE = { value: '', label: '–' };
const YES_NO = [NONE, { value: 'true', label: kit.form.yes }, { value: 'false', label: kit.form.no }];

function optionsOf({ type, options }: CustomField) {
  const listed = options.map((value) => ({ value, label: value }));
  if (type === 'BOOLEAN') return YES_NO;
  return type === 'CHOICE' ? [NONE, ...listed] : listed;
}

const asField = (field: CustomField): FormField => ({
  name: OWN + field.key,
  label: field.label,
  kind: KINDS[field.type],
  options: optionsOf(field),
  required: true,
  help: field.help_text || undefined,
});

/** The fields of a form for what an admin wants to know of every new record. */
export const useAsked = (resource: CustomField['resource'] & ('CONTACT' | 'COMPANY')): FormField[] =>
  useCustomFields(resource)
    .filter(({ required }) => required)
    .map(asField);

const isFilled = (value: FieldValue = '') => value !== '' && !(Array.isArray(value) && value.length === 0);
const told = ({ name, options }: FormField, values: Values) => (options === YES_NO ? values[name] === 'true' : values[name]);

/** What was filled in, as the API takes it; a country's letters are large. */
export function filled(values: Values, asked: FormField[]) {
  // A draft may still hold what is no longer asked for.
  const given = asked.filter(({ name }) => isFilled(values[name]));
  const custom_fields = Object.fromEntries(given.map((field) => [field.name.slice(OWN.length), told(field, values)]));
  const body: Record<string, unknown> = Object.fromEntries(Object.entries(values).filter(([name, value]) => isFilled(value) && !name.startsWith(OWN)));
  return { ...body, ...(typeof body.country === 'string' && { country: body.country.toUpperCase() }), ...(given.length > 0 && { custom_fields }) };
}
