import { api, count, data, Failure, Loaded, Page, Pill, Section, When, type Tone } from '@trellis/kit';
import { Anchor, Button, FileButton, Table, Text } from '@mantine/core';
import { IconFileTypeCsv, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type DragEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { texts } from '../texts';
import { upload, type Import } from './api';
import './imports.css';

const { imports: say } = texts;

/** A file on its way in, and the files of before. */
export function ImportsPage() {
  const query = useQuery({ queryKey: ['imports'], queryFn: () => data(api.GET('/v1/imports', { params: { query: { page_size: 50 } } })) });
  return (
    <Page title={say.title} lead={say.upload} narrow>
      <div className="stack">
        <Drop />
        <Section title={say.past} flush>
          <Loaded query={query}>{({ imports }) => <Past imports={imports} />}</Loaded>
        </Section>
      </div>
    </Page>
  );
}

function Drop() {
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const sending = useMutation({
    mutationFn: upload,
    onSuccess: ({ id }) => void navigate(`/imports/${id}`),
    meta: { quiet: true },
  });
  const take = (file: File | null | undefined) => file && sending.mutate(file);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <IconFileTypeCsv size={34} stroke={1.3} aria-hidden />
      <Text fw={600}>{sending.isPending ? say.uploading : say.drop}</Text>
      <Text size="sm" c="dimmed" maw={420}>
        {say.dropHelp}
      </Text>
      <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={take}>
        {(props) => (
          <Button {...props} mt="xs" leftSection={<IconUpload size={15} />} loading={sending.isPending}>
            {say.choose}
          </Button>
        )}
      </FileButton>
      {sending.error && <Failure error={sending.error} title={say.refused} />}
    </div>
  );
}

export const stateTone = (state: Import['state']): Tone =>
  ({ RUNNING: 'calm', TRYING: 'calm', SUCCEEDED: 'good', FAILED: 'late', CANCELLED: 'soon' } as Record<string, Tone>)[state] ?? 'plain';

function Past({ imports }: { imports: Import[] }) {
  if (imports.length === 0)
    return (
      <Text size="sm" c="dimmed" p="md">
        {say.none}
      </Text>
    );
  return (
    <Table className="table" horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say.file}</Table.Th>
          <Table.Th>{say.state}</Table.Th>
          <Table.Th ta="right">{say.people}</Table.Th>
          <Table.Th visibleFrom="sm">{say.when}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {imports.map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>
              <Anchor component={Link} to={`/imports/${each.id}`} className="cell-name">
                {each.file_name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <Pill tone={stateTone(each.state)}>{say.states[each.state]}</Pill>
            </Table.Td>
            <Table.Td ta="right" className="numbers">
              {count(Number(each.progress?.created ?? 0) + Number(each.progress?.updated ?? 0))}
            </Table.Td>
            <Table.Td visibleFrom="sm">{each.create_time && <When time={each.create_time} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
