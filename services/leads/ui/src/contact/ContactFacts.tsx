import { countryName, date, Facts, InlineField, Section, When } from '@trellis/kit';
import { sourceName, type Contact, type ContactPatch } from '../shared/choices';
import { CustomFields } from '../shared/CustomFields';
import { texts } from '../texts';

const { fields: label } = texts;

const EDITED = ['first_name', 'last_name', 'email', 'phone', 'job_title', 'company_name', 'city', 'country', 'language', 'time_zone', 'birth_date'] as const;
const UPPER = new Set(['country']);

interface Props {
  contact: Contact;
  save: (change: ContactPatch) => void;
  errors: Record<string, string>;
  readOnly: boolean;
}

/** The fields of a person, each edited where it stands. */
export function ContactFacts({ contact, save, errors, readOnly }: Props) {
  const rows = EDITED.map((name) => ({
    label: label[name],
    value: readOnly ? (
      shown(contact, name)
    ) : (
      <InlineField
        label={label[name]}
        value={contact[name]}
        shown={shown(contact, name)}
        error={errors[name]}
        onSave={(value) => save({ [name]: UPPER.has(name) ? value.toUpperCase() : value || null })}
      />
    ),
  }));
  const since = contact.create_time && <When time={contact.create_time} />;
  return (
    <>
      <Section title={texts.contact.details}>
        <Facts
          rows={[
            ...rows,
            { label: label.source, value: sourceName(contact.source) },
            { label: texts.contact.since, value: since },
          ]}
        />
      </Section>
      <CustomFields
        resource="CONTACT"
        values={contact.custom_fields ?? {}}
        errors={errors}
        readOnly={readOnly}
        save={(key, value) => save({ custom_fields: { [key]: value } })}
      />
    </>
  );
}

function shown(contact: Contact, name: (typeof EDITED)[number]): string {
  if (name === 'birth_date' && contact.birth_date) return date(contact.birth_date);
  return name === 'country' ? countryName(contact.country) : contact[name];
}
