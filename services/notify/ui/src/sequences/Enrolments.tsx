import { api, ContactPicker, data, Dialog, Failure, may, Pill, quoted, Section, toast, useSession, Waiting, When, type Tone } from '@trellis/kit';
import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { SEQUENCES, type Enrolment, type Sequence } from './api';
import { texts } from './texts';

const { people: say } = texts;
const STATES = ['', 'RUNNING', 'FINISHED', 'LEFT', 'STOPPED'] as const;
const TONES: Partial<Record<Enrolment['state'], Tone>> = { RUNNING: 'calm', FINISHED: 'good' };
const PAGE = 50;

/** Everybody who is or was in a sequence; put in and taken out by hand. */
export function Enrolments({ sequence }: { sequence: Sequence }) {
  const [parameters] = useSearchParams();
  const state = parameters.get('state') ?? '';
  const writes = may(useSession(), 'enrolments.write');
  const [opened, { open, close }] = useDisclosure();
  const query = useInfiniteQuery({
    queryKey: [SEQUENCES, sequence.id, 'enrolments', state],
    queryFn: ({ pageParam }) => {
      const within = [`sequence_id = ${quoted(sequence.id)}`, state && `state = ${state}`].filter(Boolean).join(' AND ');
      return data(api.GET('/v1/enrolments', { params: { query: { filter: within, page_size: PAGE, page_token: pageParam } } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages ?? [];
  return (
    <Section
      title={texts.tabs.people}
      flush
      aside={
        writes && (
          <Button size="compact-sm" variant="light" leftSection={<IconUserPlus size={14} />} disabled={sequence.state !== 'ACTIVE'} title={sequence.state === 'ACTIVE' ? undefined : say.start} onClick={open}>
            {say.enrol}
          </Button>
        )
      }
    >
      <nav className="views views-inside" aria-label={texts.tabs.people}>
        {STATES.map((each) => (
          <Link key={each} to={`?tab=people${each && `&state=${each}`}`} replace className="view" aria-current={state === each ? 'true' : undefined}>
            {each ? say.states[each] : say.all}
          </Link>
        ))}
      </nav>
      {query.isPending && <Waiting />}
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && pages.every(({ enrolments }) => enrolments.length === 0) && (
        <Text size="sm" c="dimmed" p="md">
          {say.none} {sequence.state === 'ACTIVE' ? say.none_help : say.start}
        </Text>
      )}
      {pages.some(({ enrolments }) => enrolments.length > 0) && (
        <Table className="table" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say.person}</Table.Th>
              <Table.Th>{say.state}</Table.Th>
              <Table.Th visibleFrom="sm">{say.step}</Table.Th>
              <Table.Th visibleFrom="sm">{say.next}</Table.Th>
              {writes && <Table.Td />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pages.map(({ enrolments }, at) => (
              <Rows key={at} enrolments={enrolments} writes={writes} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Group justify="center" p="sm">
          <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say.loadMore}
          </Button>
        </Group>
      )}
      <Enrol sequence={sequence} opened={opened} close={close} />
    </Section>
  );
}

function Rows({ enrolments, writes }: { enrolments: Enrolment[]; writes: boolean }) {
  const ids = [...new Set(enrolments.map(({ contact_id }) => contact_id))].sort();
  const known = useQuery({
    queryKey: ['contacts', 'named', ids],
    queryFn: () => data(api.GET('/v1/contacts', { params: { query: { filter: ids.map((id) => `id = ${quoted(id)}`).join(' OR '), page_size: PAGE } } })),
    enabled: ids.length > 0,
    retry: false,
    meta: { quiet: true },
  });
  const people = new Map(known.data?.contacts.map((contact) => [contact.id, contact]));
  return enrolments.map((enrolment) => {
    const person = people.get(enrolment.contact_id);
    const name = person?.full_name || person?.email || '…';
    return (
      <Table.Tr key={enrolment.id}>
        <Table.Td className="enrolment-name">
          <Anchor href={`/leads/people/${enrolment.contact_id}`} className="cell-name">
            {name}
          </Anchor>
          <span className="cell-note">{person?.email}</span>
        </Table.Td>
        <Table.Td>
          <Pill tone={TONES[enrolment.state]}>{say.states[enrolment.state]}</Pill>
          <span className="cell-note">{say.reasons[enrolment.reason]}</span>
        </Table.Td>
        <Table.Td visibleFrom="sm">
          {enrolment.step} · {texts.version(enrolment.sequence_revision)}
        </Table.Td>
        <Table.Td visibleFrom="sm">{enrolment.next_time && <When time={enrolment.next_time} />}</Table.Td>
        {writes && <Table.Td>{enrolment.state === 'RUNNING' && <Stop enrolment={enrolment} name={name} />}</Table.Td>}
      </Table.Tr>
    );
  });
}

function Stop({ enrolment: { id }, name }: { enrolment: Enrolment; name: string }) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => data(api.POST('/v1/enrolments/{id}:stop', { params: { path: { id } }, body: {} })),
    onSuccess: () => toast.good(say.stopped),
    onSettled: () => client.invalidateQueries({ queryKey: [SEQUENCES] }),
  });
  return (
    <Button size="compact-sm" variant="default" loading={stop.isPending} aria-label={say.stopOne(name)} onClick={() => stop.mutate()}>
      {say.stop}
    </Button>
  );
}

function Enrol({ sequence, opened, close }: { sequence: Sequence; opened: boolean; close: () => void }) {
  const client = useQueryClient();
  const [contact, setContact] = useState('');
  const enrol = useMutation({
    mutationFn: () => data(api.POST('/v1/enrolments', { body: { sequence_id: sequence.id, contact_id: contact } as never })),
    onSuccess: () => {
      toast.good(say.enrolled);
      void client.invalidateQueries({ queryKey: [SEQUENCES] });
      leave();
    },
    meta: { quiet: true },
  });
  const leave = () => {
    setContact('');
    enrol.reset();
    close();
  };
  return (
    <Dialog opened={opened} onClose={leave} title={say.enrol}>
      <Stack gap="md">
        <ContactPicker label={say.person} value={contact} error={enrol.error?.message} onChange={(id) => (setContact(id), enrol.reset())} />
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            {say.cancel}
          </Button>
          <Button disabled={!contact} loading={enrol.isPending} onClick={() => enrol.mutate()}>
            {say.enrol}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
