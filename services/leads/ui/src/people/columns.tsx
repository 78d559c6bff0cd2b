import { countryName, Owner, Pill, Score, When, type Column } from '@trellis/kit';
import { Group, Text } from '@mantine/core';
import { consentTone, sourceName, stageTone, type Contact } from '../shared/choices';
import { texts } from '../texts';
import { EditCell } from './EditCell';

const { fields: label } = texts;

export const nameOf = ({ full_name, email, phone }: Contact) => full_name || email || phone;

const Tags = ({ tags }: { tags: string[] }) => (
  <Group gap={4} wrap="nowrap">
    {tags.slice(0, 3).map((tag) => (
      <Pill key={tag}>{tag}</Pill>
    ))}
    {tags.length > 3 && (
      <Text span size="xs" c="dimmed">
        +{tags.length - 3}
      </Text>
    )}
  </Group>
);

export const contactColumns: Column<Contact>[] = [
  {
    key: 'name',
    label: label.full_name,
    orderBy: 'full_name',
    render: (contact) => (
      <>
        <span className="cell-name">{nameOf(contact)}</span>
        <span className="cell-note">{contact.email}</span>
      </>
    ),
  },
  { key: 'company', label: label.company_name, orderBy: 'company_name', render: ({ company_name }) => <span className="cell-cut">{company_name}</span> },
  { key: 'score', label: label.score, orderBy: 'score', render: (contact) => <Score value={Math.round(contact.score)} of={nameOf(contact)} /> },
  {
    key: 'stage',
    label: label.lifecycle_stage,
    render: ({ lifecycle_stage }) => <Pill tone={stageTone(lifecycle_stage)}>{texts.stages[lifecycle_stage]}</Pill>,
  },
  { key: 'tags', label: label.tags, roomy: true, render: ({ tags }) => <Tags tags={tags} /> },
  { key: 'owner', label: label.owner_id, render: ({ owner_id }) => <Owner id={owner_id} /> },
  {
    key: 'activity',
    label: label.last_activity_time,
    orderBy: 'last_activity_time',
    render: ({ last_activity_time }) => last_activity_time && <When time={last_activity_time} />,
  },
  { key: 'job', label: label.job_title, extra: true, render: (contact) => <EditCell contact={contact} field="job_title" /> },
  { key: 'city', label: label.city, extra: true, render: (contact) => <EditCell contact={contact} field="city" /> },
  { key: 'phone', label: label.phone, extra: true, render: (contact) => <EditCell contact={contact} field="phone" /> },
  { key: 'country', label: label.country, extra: true, render: ({ country }) => countryName(country) },
  { key: 'source', label: label.source, extra: true, render: ({ source }) => sourceName(source) },
  {
    key: 'consent',
    label: label.marketing_consent,
    extra: true,
    render: ({ marketing_consent }) => <Pill tone={consentTone(marketing_consent)}>{texts.consents[marketing_consent]}</Pill>,
  },
  { key: 'created', label: label.create_time, orderBy: 'create_time', extra: true, render: ({ create_time }) => create_time && <When time={create_time} /> },
];

/** A person on a phone's list, below the name. */
export const ContactCard = (contact: Contact) => (
  <Group gap={8} mt={4} fz="sm" c="dimmed">
    <Score value={Math.round(contact.score)} of={nameOf(contact)} />
    <Pill tone={stageTone(contact.lifecycle_stage)}>{texts.stages[contact.lifecycle_stage]}</Pill>
    <span>{contact.company_name}</span>
  </Group>
);
