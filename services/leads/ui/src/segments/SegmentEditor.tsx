import { api, count, data, FilterBar, Page, Section, Refusal, useDraft, useListState, type Schemas } from '@trellis/kit';
import { Alert, Button, Group, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { countContacts } from '../people/api';
import { nameOf } from '../people/columns';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { loadSegment, segmentKey, SEGMENTS } from './api';

const { segments: say } = texts;
const SAMPLE = 5;

/** Who belongs to a segment, told by filters, with the number of people while one is still choosing. */
export function SegmentEditor() {
  const { id } = useParams();
  useDocumentTitle(`${id ? say.edit : say.create} · Trellis`);
  const segment = useQuery({ queryKey: segmentKey(id ?? ''), queryFn: () => loadSegment(id!), enabled: id !== undefined }).data;
  if (id !== undefined && !segment) return null;
  return <Editor key={id} segment={segment} />;
}

function Editor({ segment }: { segment?: Schemas['leads.Segment'] }) {
  const fields = useContactFields();
  const state = useListState(fields, '');
  const client = useQueryClient();
  const navigate = useNavigate();
  const began = { name: segment?.name ?? '', description: segment?.description ?? '' };
  const [words, setWords, forget] = useDraft(`segment:${segment?.id ?? 'new'}`, began);
  const { filter } = state;
  const saving = useMutation({
    mutationFn: () => {
      const body = { ...words, filter };
      if (!segment) return data(api.POST('/v1/segments', { body: body as never }));
      const header = { 'If-Match': `"${segment.etag}"` };
      return data(api.PATCH('/v1/segments/{id}', { params: { path: { id: segment.id }, header }, body }));
    },
    onSuccess: (saved) => {
      forget();
      client.setQueryData(segmentKey(saved.id), saved);
      void client.invalidateQueries({ queryKey: [SEGMENTS] });
      void navigate(`/segments/${saved.id}`);
    },
    meta: { quiet: true },
  });
  const refused = saving.error instanceof Refusal ? saving.error.fields : {};
  return (
    <Page title={segment ? say.edit : say.create} parent={{ to: '/segments', label: say.title }} narrow>
      <form className="stack segment-words" onSubmit={(event) => (event.preventDefault(), saving.mutate())}>
        {saving.error && (
          <Alert color="red" variant="light" role="alert" title={saving.error.message}>
            {Object.values(refused).join(' ')}
          </Alert>
        )}
        <Section>
          <div className="stack-tight">
            <TextInput label={say.name} required value={words.name} error={refused.name} onChange={(event) => setWords({ ...words, name: event.currentTarget.value })} />
            <Textarea
              label={say.description}
              autosize
              minRows={2}
              value={words.description}
              onChange={(event) => setWords({ ...words, description: event.currentTarget.value })}
            />
          </div>
        </Section>
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending} disabled={!filter || !words.name.trim()}>
            {say.save}
          </Button>
        </Group>
      </form>
      <Section title={say.who}>
        <Text size="sm" c="dimmed" mb="sm">
          {say.whoHelp}
        </Text>
        <FilterBar state={state} fields={fields} searchless />
        <Matching filter={filter} />
      </Section>
    </Page>
  );
}

function Matching({ filter }: { filter: string }) {
  const options = { enabled: filter !== '', placeholderData: keepPreviousData, retry: false };
  const matching = useQuery({ queryKey: ['contacts', 'count', filter], queryFn: () => countContacts(filter), ...options });
  const sample = useQuery({
    queryKey: ['contacts', 'sample', filter],
    queryFn: () => data(api.GET('/v1/contacts', { params: { query: { filter, page_size: SAMPLE } } })),
    ...options,
  });
  if (!filter)
    return (
      <Text size="sm" c="dimmed">
        {say.choose}
      </Text>
    );
  if (matching.error)
    return (
      <Alert color="red" variant="light" role="alert">
        {matching.error.message}
      </Alert>
    );
  const people = sample.data?.contacts ?? [];
  return (
    <>
      <Text fw={600} aria-live="polite" className="numbers" mb="xs">
        {matching.data && (matching.data.count === 0 ? say.nobody : say.matches(`${count(matching.data.count)}${matching.data.capped ? '+' : ''}`))}
      </Text>
      {people.length > 0 && (
        <Table className="table" aria-label={say.sample}>
          <Table.Tbody>
            {people.map((contact) => (
              <Table.Tr key={contact.id}>
                <Table.Td>
                  <span className="cell-name">{nameOf(contact)}</span>
                  <span className="cell-note">{contact.email}</span>
                </Table.Td>
                <Table.Td>{contact.company_name}</Table.Td>
                <Table.Td visibleFrom="sm">{texts.stages[contact.lifecycle_stage]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
