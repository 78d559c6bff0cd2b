import { count, countryName, Empty, may, Owner, RecordList, useMake, useSession, When, type Column, type View } from '@trellis/kit';
import { Group } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import type { Company } from '../shared/choices';
import { useCompanyFields } from '../shared/useFields';
import { texts } from '../texts';
import { COMPANIES, countCompanies, loadCompanies, searchingCompanies } from './api';
import { NewCompany } from './NewCompany';

const { fields: label, companies: say } = texts;

const columns: Column<Company>[] = [
  {
    key: 'name',
    label: label.name,
    orderBy: 'name',
    render: ({ name, domain }) => (
      <>
        <span className="cell-name">{name}</span>
        <span className="cell-note">{domain}</span>
      </>
    ),
  },
  { key: 'industry', label: label.industry, render: ({ industry }) => industry },
  { key: 'size', label: label.employee_count, numeric: true, render: ({ employee_count }) => (employee_count ? count(employee_count) : '') },
  { key: 'place', label: label.city, render: ({ city, country }) => [city, countryName(country)].filter(Boolean).join(', ') },
  { key: 'owner', label: label.owner_id, render: ({ owner_id }) => <Owner id={owner_id} /> },
  { key: 'created', label: label.create_time, orderBy: 'create_time', render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'domain', label: label.domain, orderBy: 'domain', extra: true, render: ({ domain }) => domain },
  { key: 'phone', label: label.phone, extra: true, render: ({ phone }) => phone },
];

const VIEWS: View[] = [
  { name: say.views.all, search: '' },
  { name: say.views.mine, search: `?${new URLSearchParams({ filter: 'owner_id = me' })}` },
  { name: say.views.large, search: `?${new URLSearchParams({ filter: 'employee_count >= 100' })}` },
];

const Card = ({ industry, city }: Company) => (
  <Group gap={8} mt={4} fz="sm" c="dimmed">
    {[industry, city].filter(Boolean).join(' · ')}
  </Group>
);

/** The organisations people work for. */
export function CompaniesPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const fields = useCompanyFields();
  const [opened, { open, close }] = useDisclosure();
  const make = useMake(say.create, open, may(useSession(), 'companies.write'));
  return (
    <>
      <RecordList
        title={say.title}
        queryKey={COMPANIES}
        columns={columns}
        fields={fields}
        views={VIEWS}
        defaultOrder="name"
        load={loadCompanies}
        count={countCompanies}
        searching={searchingCompanies}
        facts={/Company/}
        id={({ id }) => id}
        name={({ name }) => name}
        href={({ id }) => `/companies/${id}`}
        card={Card}
        header={make}
        empty={
          <Empty title={say.empty} action={make}>
            {say.emptyHelp}
          </Empty>
        }
      />
      <NewCompany opened={opened} close={close} />
    </>
  );
}
