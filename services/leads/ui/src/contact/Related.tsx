import { api, count, data, Facts, may, Pill, Section, useSession } from '@trellis/kit';
import { Anchor, Group, TagsInput, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { MergedCard } from '../merging/MergedCard';
import type { Contact, ContactPatch } from '../shared/choices';
import { texts } from '../texts';
import { ConsentCard } from './ConsentCard';
import { Elsewhere } from './Elsewhere';
import { OwnerCard } from './OwnerCard';
import { ScoreCard } from './ScoreCard';

interface Props {
  contact: Contact;
  save: (change: ContactPatch) => void;
  readOnly: boolean;
}

/** What belongs to a person: company, owner, tags, consent, where they came from. */
export function Related({ contact, save, readOnly }: Props) {
  const merges = may(useSession(), 'contacts.delete');
  return (
    <>
      <ScoreCard contact={contact} />
      <OwnerCard contact={contact} save={save} readOnly={readOnly} />
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
      <MergedCard contact={contact} readOnly={!merges} />
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
  const rows = [
    { label: texts.contact.first, value: first },
    ...(last !== first ? [{ label: texts.contact.last, value: last }] : []),
    ...(contact.first_touch?.referrer ? [{ label: texts.contact.from, value: contact.first_touch.referrer }] : []),
  ];
  return (
    <Section title={texts.contact.found}>
      <Facts rows={rows} />
    </Section>
  );
}

const trail = (touch: Contact['first_touch']) => [touch?.source, touch?.medium, touch?.campaign].filter(Boolean).join(' · ');
