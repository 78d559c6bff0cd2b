import { api, data, FormDialog, Refusal, type FormField, type Values } from '@trellis/kit';
import { Alert, Anchor, List } from '@mantine/core';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { filled, useAsked } from '../shared/asked';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { CONTACTS } from './api';
import { nameOf } from './columns';

const { fields: label } = texts;

const FIELDS: FormField[] = [
  { name: 'first_name', label: label.first_name, half: true },
  { name: 'last_name', label: label.last_name, half: true },
  { name: 'email', label: label.email, kind: 'email' },
  { name: 'phone', label: label.phone, half: true },
  { name: 'job_title', label: label.job_title, half: true },
  { name: 'company_name', label: label.company_name, help: texts.people.companyHelp },
  { name: 'city', label: label.city, half: true },
  { name: 'country', label: label.country, half: true, placeholder: 'DE' },
  { name: 'owner_id', label: label.owner_id, kind: 'person', half: true },
  { name: 'tags', label: label.tags, kind: 'tags', half: true },
];

/** A new person; one whose e-mail address is known is shown instead of made twice. */
export function NewPerson({ opened, close }: { opened: boolean; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [known, setKnown] = useState<string[]>([]);
  const asked = useAsked('CONTACT');
  const save = async (values: Values) => {
    setKnown([]);
    try {
      return await data(api.POST('/v1/contacts', { body: filled(values, asked) as never }));
    } catch (error) {
      if (error instanceof Refusal && error.problem.reason === 'CONTACT_EXISTS')
        setKnown((error.problem.metadata.candidates ?? '').split(',').filter(Boolean));
      throw error;
    }
  };
  const done = (contact: Contact) => {
    void client.invalidateQueries({ queryKey: [CONTACTS] });
    void navigate(`/people/${contact.id}`);
  };
  return (
    <FormDialog title={texts.people.create} opened={opened} close={close} draftKey="contact:new" fields={[...FIELDS, ...asked]} submit={texts.people.add} save={save} onDone={done}>
      {() => known.length > 0 && <Known ids={known} close={close} />}
    </FormDialog>
  );
}

function Known({ ids, close }: { ids: string[]; close: () => void }) {
  const queries = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['contact', id],
      queryFn: () => data(api.GET('/v1/contacts/{id}', { params: { path: { id } } })),
    })),
  });
  return (
    <Alert color="yellow" variant="light" title={texts.people.exists}>
      {texts.people.existsHelp}
      <List size="sm" listStyleType="none">
        {queries.map(
          ({ data: contact }) =>
            contact && (
              <List.Item key={contact.id}>
                <Anchor component={Link} to={`/people/${contact.id}`} onClick={close} size="sm" underline="always">
                  {[nameOf(contact), contact.company_name].filter(Boolean).join(', ')}
                </Anchor>
              </List.Item>
            ),
        )}
      </List>
    </Alert>
  );
}
