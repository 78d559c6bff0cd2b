import { ActionIcon, Anchor, Autocomplete, Group, Skeleton, Stack, Text } from '@mantine/core';
import { api, ContactPicker, data, Person, Refusal, toast, words } from '@trellis/kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconMail, IconPhone, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { saveDeal } from '../shared/queries';
import type { Deal } from '../shared/types';
import { texts } from '../texts';

export const useContact = (id: string) =>
  useQuery({
    queryKey: ['contacts', id],
    queryFn: () => data(api.GET('/v1/contacts/{id}', { params: { path: { id } } })),
    enabled: id !== '',
    retry: false,
  });

/** Who has a say in a deal: the main contact first, then others with their roles. */
export function People({ deal }: { deal: Deal }) {
  const client = useQueryClient();
  const [adding, setAdding] = useState('');
  const save = async (contacts: { contact_id: string; role: string }[]) => {
    try {
      client.setQueryData(['sales', 'deal', deal.id], await saveDeal(deal, { contacts }));
    } catch (error) {
      toast.bad((error as Error).message);
    }
  };
  const others = deal.contacts.filter(({ contact_id }) => contact_id !== deal.contact_id);
  return (
    <Stack gap="sm">
      {deal.contact_id ? (
        <Who id={deal.contact_id} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.deal.noPeople}
        </Text>
      )}
      {others.map((other) => (
        <Who
          key={other.contact_id}
          id={other.contact_id}
          role={other.role}
          setRole={(role) => void save(deal.contacts.map((each) => (each.contact_id === other.contact_id ? { ...each, role } : each)))}
          remove={() => void save(deal.contacts.filter((each) => each.contact_id !== other.contact_id))}
        />
      ))}
      {deal.state === 'OPEN' && deal.contact_id && (
        <ContactPicker
          key={deal.contacts.length}
          label=""
          ariaLabel={texts.deal.addRole}
          placeholder={texts.deal.addRole}
          value={adding}
          onChange={(id) => {
            setAdding('');
            if (id) void save([...deal.contacts, { contact_id: id, role: '' }]);
          }}
        />
      )}
    </Stack>
  );
}

interface WhoProps {
  id: string;
  role?: string;
  setRole?: (role: string) => void;
  remove?: () => void;
}

function Who({ id, role, setRole, remove }: WhoProps) {
  const { data: contact, error } = useContact(id);
  const [draft, setDraft] = useState(role ?? '');
  if (error) {
    const hidden = error instanceof Refusal && [403, 404].includes(error.problem.status);
    return (
      <Text size="xs" c="dimmed">
        {hidden ? error.message : texts.brief.unreachable}
      </Text>
    );
  }
  if (!contact) return <Skeleton h={44} />;
  return (
    <div className="who">
      <Person name={contact.full_name} size={30} />
      <div className="who-text">
        <Anchor href={`/leads/people/${contact.id}`} size="sm" fw={550} c="inherit">
          {contact.full_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[contact.job_title, words(contact.lifecycle_stage)].filter(Boolean).join(' · ')}
        </Text>
        <Group gap={10} className="who-reach">
          {contact.email && (
            <a href={`mailto:${contact.email}`}>
              <IconMail size={13} aria-hidden /> {contact.email}
            </a>
          )}
          {contact.phone && (
            <a href={`tel:${contact.phone}`} className="numbers">
              <IconPhone size={13} aria-hidden /> {contact.phone}
            </a>
          )}
        </Group>
        {setRole && (
          <Autocomplete
            mt={4}
            size="xs"
            aria-label={texts.deal.role}
            placeholder={texts.deal.role}
            data={[...texts.deal.roles]}
            value={draft}
            onChange={setDraft}
            onBlur={() => draft !== role && setRole(draft)}
          />
        )}
      </div>
      {remove && (
        <ActionIcon variant="subtle" color="gray" aria-label={texts.deal.removePerson(contact.full_name)} onClick={remove}>
          <IconX size={14} />
        </ActionIcon>
      )}
    </div>
  );
}
