import { api, count, data } from '@trellis/kit';
import { Alert, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { countContacts } from '../people/api';
import { nameOf } from '../people/columns';
import { texts } from '../texts';

const { segments: say } = texts;
const SAMPLE = 5;

/** How many people pass a filter while one is still choosing, and some of them. */
export function Matching({ filter }: { filter: string }) {
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
