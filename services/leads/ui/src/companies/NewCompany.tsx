import { api, data, FormDialog, type FormField } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { filled, useAsked } from '../shared/asked';
import { texts } from '../texts';
import { COMPANIES } from './api';

const { fields: label, companies: say } = texts;

const FIELDS: FormField[] = [
  { name: 'name', label: label.name, required: true },
  { name: 'domain', label: label.domain, placeholder: 'example.com', half: true },
  { name: 'industry', label: label.industry, half: true },
  { name: 'employee_count', label: label.employee_count, kind: 'number', half: true },
  { name: 'city', label: label.city, half: true },
  { name: 'country', label: label.country, placeholder: 'DE', half: true },
  { name: 'owner_id', label: label.owner_id, kind: 'person', half: true },
];

export function NewCompany({ opened, close }: { opened: boolean; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const asked = useAsked('COMPANY');
  return (
    <FormDialog
      title={say.create}
      opened={opened}
      close={close}
      draftKey="company:new"
      fields={[...FIELDS, ...asked]}
      submit={say.add}
      save={(values) => data(api.POST('/v1/companies', { body: filled(values, asked) as never }))}
      onDone={(company) => {
        void client.invalidateQueries({ queryKey: [COMPANIES] });
        void navigate(`/companies/${company.id}`);
      }}
    />
  );
}
