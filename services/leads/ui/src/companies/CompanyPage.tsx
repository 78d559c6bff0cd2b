import { api, ConflictDialog, countryName, data, Facts, FieldInput, InlineField, Loaded, may, MoreMenu, Pill, RecordPage, Score, Section } from '@trellis/kit';
import { toast, useRecent, useRecord, useSession } from '@trellis/kit';
import { Anchor, Button, Group, Menu, Table, TagsInput, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { nameOf } from '../people/columns';
import { stageTone, type Company, type CompanyPatch } from '../shared/choices';
import { CustomFields } from '../shared/CustomFields';
import { texts } from '../texts';
import { COMPANIES } from './api';

const { fields: label, companies: say } = texts;
const EDITED = ['name', 'domain', 'website', 'phone', 'industry', 'city', 'country'] as const;

/** One organisation and the people in it. */
export function CompanyPage() {
  const { id = '' } = useParams();
  const company = useRecord<Company, CompanyPatch>({
    queryKey: ['company', id],
    load: () => data(api.GET('/v1/companies/{id}', { params: { path: { id } } })),
    save: (body, etag) =>
      data(api.PATCH('/v1/companies/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } }, body })),
  });
  useRecent(say.kind, company.record?.name);
  return (
    <>
      <Loaded query={company.query}>{(record) => <Shown key={record.id} company={record} save={company.save} errors={company.errors} />}</Loaded>
      <ConflictDialog conflict={company.conflict} labels={label} />
    </>
  );
}

const shown = (company: Company, name: (typeof EDITED)[number]) =>
  name === 'country' ? countryName(company.country) : company[name];

interface ShownProps {
  company: Company;
  save: (change: CompanyPatch) => void;
  errors: Record<string, string>;
}

function Shown({ company, save, errors }: ShownProps) {
  const readOnly = !may(useSession(), 'companies.write');
  const rows = EDITED.map((name) => ({
    label: label[name],
    value: readOnly ? (
      shown(company, name)
    ) : (
      <InlineField
        label={label[name]}
        value={company[name]}
        shown={shown(company, name)}
        error={errors[name]}
        onSave={(value) => save({ [name]: value || null })}
      />
    ),
  }));
  const size = readOnly ? (
    company.employee_count || ''
  ) : (
    <InlineField
      label={label.employee_count}
      value={company.employee_count ? String(company.employee_count) : ''}
      error={errors.employee_count}
      onSave={(value) => save({ employee_count: value ? Number(value) : null })}
    />
  );
  return (
    <RecordPage
      title={company.name}
      parent={{ to: '/companies', label: say.title }}
      lead={[company.industry, company.city, company.domain].filter(Boolean).join(' · ')}
      actions={<More company={company} />}
      facts={
        <>
          <Section title={say.details}>
            <Facts rows={[...rows, { label: label.employee_count, value: size }]} />
          </Section>
          <CustomFields
            resource="COMPANY"
            values={company.custom_fields ?? {}}
            errors={errors}
            readOnly={readOnly}
            save={(key, value) => save({ custom_fields: { [key]: value } })}
          />
        </>
      }
      story={<PeopleHere id={company.id} />}
      related={
        <>
          <Section title={texts.contact.owner}>
            <FieldInput
              field={{ name: 'owner_id', label: texts.contact.owner, bare: true, kind: 'person', placeholder: texts.people.nobody }}
              value={company.owner_id}
              onChange={(value) => save({ owner_id: (value as string) || null })}
            />
          </Section>
          <Section title={texts.contact.tags}>
            <TagsInput
              aria-label={texts.contact.tags}
              placeholder={company.tags.length === 0 ? texts.contact.addTag : undefined}
              value={company.tags}
              readOnly={readOnly}
              onChange={(tags) => save({ tags })}
            />
          </Section>
        </>
      }
    />
  );
}

function PeopleHere({ id }: { id: string }) {
  const query = useInfiniteQuery({
    queryKey: ['contacts', 'of company', id],
    queryFn: async ({ pageParam }) => {
      const filter = `company_id = "${id}"`;
      const asked = { filter, order_by: 'score desc', page_token: pageParam };
      const page = await data(api.GET('/v1/contacts', { params: { query: asked } }));
      return { rows: page.contacts, next: page.next_page_token };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
  const people = query.data?.pages.flatMap(({ rows }) => rows) ?? [];
  return (
    <Section title={say.people} flush>
      {query.isSuccess && people.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {say.noPeople}
        </Text>
      )}
      <Table className="table" horizontalSpacing="md">
        <Table.Tbody>
          {people.map((contact) => (
            <Table.Tr key={contact.id}>
              <Table.Td>
                <Anchor component={Link} to={`/people/${contact.id}`} className="cell-name">
                  {nameOf(contact)}
                </Anchor>
                <span className="cell-note">{contact.job_title || contact.email}</span>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Score value={Math.round(contact.score)} of={nameOf(contact)} />
              </Table.Td>
              <Table.Td>
                <Pill tone={stageTone(contact.lifecycle_stage)}>{texts.stages[contact.lifecycle_stage]}</Pill>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {query.hasNextPage && (
        <Group justify="center" p="sm">
          <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.more}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function More({ company }: { company: Company }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const path = { id: company.id };
  const refresh = () => client.invalidateQueries({ queryKey: [COMPANIES] });
  const undelete = useMutation({ mutationFn: () => api.POST('/v1/companies/{id}:undelete', { params: { path }, body: {} }), onSuccess: refresh });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/companies/{id}', { params: { path } }),
    onSuccess: () => {
      void navigate('/companies');
      void refresh();
      toast.undo(say.deleted(company.name), () => undelete.mutate());
    },
  });
  if (!may(session, 'companies.delete')) return null;
  return (
    <MoreMenu label={texts.contact.more}>
      <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove.mutate()}>
        {say.remove}
      </Menu.Item>
    </MoreMenu>
  );
}
