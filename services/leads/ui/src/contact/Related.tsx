import { api, count, data, FieldInput, Owner, Pill, Section, Why } from '@trellis/kit';
import { Anchor, Group, TagsInput, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Contact, ContactPatch } from '../shared/choices';
import { texts } from '../texts';
import { ConsentCard } from './ConsentCard';
import { Elsewhere } from './Elsewhere';

interface Props {
  contact: Contact;
  save: (change: ContactPatch) => void;
  readOnly: boolean;
}

/** What belongs to a person: company, owner, tags, consent, where they came from. */
export function Related({ contact, save, readOnly }: Props) {
  return (
    <>
      <Section title={texts.contact.owner}>
        {readOnly ? (
          <Owner id={contact.owner_id} />
        ) : (
          <FieldInput
            field={{ name: 'owner_id', label: '', kind: 'person', placeholder: texts.people.nobody }}
            value={contact.owner_id}
            onChange={(value) => save({ owner_id: (value as string) || null })}
          />
        )}
      </Section>
      <CompanyCard id={contact.company_id} name={contact.company_name} />
      <Section title={texts.contact.tags}>
        {readOnly ? (
          <Group gap={6}>
            {contact.tags.map((tag) => (
              <Pill key={tag}>{tag}</Pill>
            ))}
          </Group>
        ) : (
          <TagsInput
            aria-label={texts.contact.tags}
            placeholder={contact.tags.length === 0 ? texts.contact.addTag : undefined}
            value={contact.tags}
            maxTags={50}
            onChange={(tags) => save({ tags })}
          />
        )}
      </Section>
      <ConsentCard contact={contact} readOnly={readOnly} />
      <Elsewhere contact={contact} />
      <FoundBy contact={contact} />
    </>
  );
}

function CompanyCard({ id, name }: { id: string; name: string }) {
  const company = useQuery({
    queryKey: ['company', id],
    queryFn: () => data(api.GET('/v1/companies/{id}', { params: { path: { id } } })),
    enabled: id !== '',
    retry: false,
  }).data;
  const here = useQuery({
    queryKey: ['contacts', 'count', `company_id = "${id}"`],
    queryFn: () => data(api.GET('/v1/contacts:count', { params: { query: { filter: `company_id = "${id}"` } } })),
    enabled: id !== '',
  }).data;
  return (
    <Section title={texts.contact.company}>
      {id === '' ? (
        <Text size="sm" c={name ? undefined : 'dimmed'}>
          {name || texts.contact.noCompany}
        </Text>
      ) : (
        <>
          <Anchor component={Link} to={`/companies/${id}`} fw={550} size="sm">
            {company?.name ?? name}
          </Anchor>
          <Text size="xs" c="dimmed">
            {[company?.industry, company?.city, company?.domain].filter(Boolean).join(' · ')}
          </Text>
          {here && here.count > 1 && (
            <Anchor component={Link} to={`/people?${new URLSearchParams({ filter: `company_id = "${id}"` })}`} size="xs">
              {texts.contact.colleagues(count(here.count))}
            </Anchor>
          )}
        </>
      )}
    </Section>
  );
}

function FoundBy({ contact }: { contact: Contact }) {
  const first = trail(contact.first_touch);
  const last = trail(contact.last_touch);
  if (!first && !last) return null;
  return (
    <Section title={texts.contact.found}>
      <dl className="facts">
        <div>
          <dt>{texts.contact.first}</dt>
          <dd>
            {first} {contact.first_touch?.referrer && <Why of={texts.contact.found}>{contact.first_touch.referrer}</Why>}
          </dd>
        </div>
        {last !== first && (
          <div>
            <dt>{texts.contact.last}</dt>
            <dd>{last}</dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

const trail = (touch: Contact['first_touch']) => [touch?.source, touch?.medium, touch?.campaign].filter(Boolean).join(' · ');
