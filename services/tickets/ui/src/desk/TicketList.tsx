import { ActionIcon, Button, Group, Skeleton, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { count, Empty, Failure } from '@trellis/kit';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useCount, useFound, useTickets } from '../shared/queries';
import { texts } from '../texts';
import { NewTicket } from './NewTicket';
import type { Queue } from './queues';
import { Row } from './Row';
import { useListKeys } from './useListKeys';

interface Props {
  queue: Queue;
  me: string;
  open: string;
  onOpen: (id: string) => void;
}

/** The tickets of a queue, or what a search finds in all of them. */
export function TicketList({ queue, me, open, onOpen }: Props) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 200);
  const [adding, setAdding] = useState(false);
  const filter = queue.filter(me);
  const list = useTickets(filter, queue.orderBy, me !== '');
  const total = useCount(filter, me !== '');
  const found = useFound(asked);
  const searching = asked.trim() !== '';
  const tickets = searching ? found.data : list.data?.pages.flatMap((page) => page.tickets);
  useListKeys(tickets, open, onOpen);
  const error = searching ? found.error : list.error;
  return (
    <section className="desk-list" aria-label={texts.queues[queue.key]}>
      <header>
        <Group justify="space-between" wrap="nowrap">
          <Title order={open ? 2 : 1} size="h2">{texts.queues[queue.key]}</Title>
          <Group gap={6} wrap="nowrap">
            <Text size="xs" c="dimmed" className="numbers">
              {total && !searching && texts.list.count(count(total.count) + (total.capped ? '+' : ''))}
            </Text>
            <Tooltip label={texts.list.new}>
              <ActionIcon variant="default" aria-label={texts.list.new} onClick={() => setAdding(true)}>
                <IconPlus size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <TextInput
          mt={8}
          size="xs"
          type="search"
          aria-label={texts.list.search}
          placeholder={texts.list.search}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </header>
      <div className="desk-rows">
        {error && <Failure error={error} />}
        {!error && !tickets && <Waiting />}
        {tickets?.length === 0 &&
          (searching ? (
            <Empty title={texts.list.noMatch}>{texts.list.noMatchHelp}</Empty>
          ) : (
            <Empty title={texts.list.empty}>{texts.list.emptyHelp}</Empty>
          ))}
        <ul className="plain">
          {tickets?.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} to={`/q/${queue.key}/${ticket.id}`} current={ticket.id === open} />
          ))}
        </ul>
        {list.hasNextPage && !searching && (
          <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {texts.list.more}
          </Button>
        )}
      </div>
      {adding && <NewTicket close={() => setAdding(false)} made={onOpen} />}
    </section>
  );
}

const Waiting = () => (
  <div aria-busy>
    {[1, 2, 3, 4, 5].map((row) => (
      <Skeleton key={row} h={84} mb={1} />
    ))}
  </div>
);
