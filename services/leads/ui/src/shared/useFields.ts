import { api, data, texts as kit, usePeople, type FieldKind, type FilterField, type Schemas } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../texts';
import { CONSENTS, RATINGS, STAGES } from './choices';

export type CustomField = Schemas['leads.Field'];

const { fields: label } = texts;

const KINDS: Record<CustomField['type'], FieldKind> = {
  TYPE_UNSPECIFIED: 'text',
  TEXT: 'text',
  NUMBER: 'number',
  BOOLEAN: 'boolean',
  DATE: 'date',
  CHOICE: 'choice',
  CHOICES: 'tags',
};

/** The fields an admin added to a resource, in their order. */
export function useCustomFields(resource: 'CONTACT' | 'COMPANY'): CustomField[] {
  const query = useQuery({
    queryKey: ['fields', resource],
    queryFn: () => data(api.GET('/v1/fields', { params: { query: { resource } } })),
    staleTime: 300_000,
    meta: { still: true },
  });
  return query.data?.fields ?? [];
}

const text = (name: keyof typeof label): FilterField => ({ name, label: label[name], kind: 'text' });
const time = (name: keyof typeof label): FilterField => ({ name, label: label[name], kind: 'date' });

const yesNo = [
  { value: 'true', label: kit.form.yes },
  { value: 'false', label: kit.form.no },
];

const custom = ({ key, label, type, options }: CustomField): FilterField => {
  const kind = KINDS[type];
  const listed = options.map((value) => ({ value, label: value }));
  return {
    name: `custom_fields.${key}`,
    label,
    kind,
    options: kind === 'boolean' ? yesNo : listed.length > 0 ? listed : undefined,
  };
};

function useOwner(): FilterField {
  const { people } = usePeople();
  const options = [{ value: 'me', label: texts.people.me }, ...people.map(({ id, name }) => ({ value: id, label: name }))];
  return { name: 'owner_id', label: label.owner_id, kind: 'choice', options };
}

/** What people can be filtered by, custom fields included. */
export function useContactFields(): FilterField[] {
  const owner = useOwner();
  const own = useCustomFields('CONTACT').map(custom);
  return [
    { name: 'lifecycle_stage', label: label.lifecycle_stage, kind: 'choice', options: STAGES },
    { name: 'rating', label: label.rating, kind: 'choice', options: RATINGS },
    { name: 'score', label: label.score, kind: 'number' },
    owner,
    { name: 'tags', label: label.tags, kind: 'tags' },
    text('company_name'),
    text('job_title'),
    text('email'),
    text('phone'),
    text('city'),
    text('country'),
    text('source'),
    { name: 'marketing_consent', label: label.marketing_consent, kind: 'choice', options: CONSENTS },
    time('create_time'),
    time('last_activity_time'),
    time('birth_date'),
    ...own,
  ];
}

/** What companies can be filtered by. */
export function useCompanyFields(): FilterField[] {
  const owner = useOwner();
  const own = useCustomFields('COMPANY').map(custom);
  return [
    text('name'),
    text('domain'),
    text('industry'),
    { name: 'employee_count', label: label.employee_count, kind: 'number' },
    text('city'),
    text('country'),
    owner,
    { name: 'tags', label: label.tags, kind: 'tags' },
    time('create_time'),
    ...own,
  ];
}
