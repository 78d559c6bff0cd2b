import { Button, Group, Menu, Text, Title } from '@mantine/core';
import { MoreMenu, useSession } from '@trellis/kit';
import { IconArchive, IconArrowMerge, IconCheck, IconClockPause, IconHandGrab, IconPlayerPause, IconRotate } from '@tabler/icons-react';
import { useState } from 'react';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import { useArriving } from './arriving';
import { Clocks } from './Clocks';
import { MergeDialog } from './MergeDialog';
import type { Steps } from './useSteps';

/** What the ticket is about, how its clocks stand, and the next step. */
export function Headline({ ticket, steps }: { ticket: Ticket; steps: Steps }) {
  const heading = useArriving();
  const how = texts.channel[ticket.channel as keyof typeof texts.channel] ?? '';
  return (
    <header className="headline">
      <div className="headline-text">
        <Title ref={heading} tabIndex={-1} order={1} size="h2">
          {ticket.subject}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.ticket.from(ticket.number, ticket.contact_name || ticket.contact_email, how)},{' '}
          {texts.state[ticket.state as keyof typeof texts.state].toLowerCase()}
        </Text>
        <Clocks ticket={ticket} />
      </div>
      <NextSteps ticket={ticket} steps={steps} />
    </header>
  );
}

function NextSteps({ ticket, steps }: { ticket: Ticket; steps: Steps }) {
  const session = useSession();
  const [merging, setMerging] = useState(false);
  if (ticket.state === 'CLOSED') return null;
  const solved = ticket.state === 'SOLVED';
  return (
    <Group gap={6} wrap="nowrap">
      {!solved && ticket.owner_id !== session?.user.id && (
        <Button variant="default" leftSection={<IconHandGrab size={16} />} loading={steps.take.isPending} onClick={() => steps.take.mutate()}>
          {texts.ticket.take}
        </Button>
      )}
      {solved ? (
        <Button variant="default" leftSection={<IconRotate size={16} />} loading={steps.reopen.isPending} onClick={() => steps.reopen.mutate()}>
          {texts.ticket.reopen}
        </Button>
      ) : (
        <Button leftSection={<IconCheck size={16} />} loading={steps.solve.isPending} onClick={() => steps.solve.mutate()}>
          {ticket.owner_id ? texts.ticket.solve : texts.ticket.takeAndSolve}
        </Button>
      )}
      <MoreMenu label={texts.ticket.more}>
        {!solved && (
          <>
            {ticket.state !== 'PENDING' && (
              <Menu.Item leftSection={<IconPlayerPause size={15} />} onClick={() => steps.wait.mutate()}>
                {texts.ticket.await}
              </Menu.Item>
            )}
            {ticket.state !== 'ON_HOLD' && (
              <Menu.Item leftSection={<IconClockPause size={15} />} onClick={() => steps.hold.mutate()}>
                {texts.ticket.hold}
              </Menu.Item>
            )}
            {(ticket.state === 'PENDING' || ticket.state === 'ON_HOLD') && (
              <Menu.Item leftSection={<IconRotate size={15} />} onClick={() => steps.reopen.mutate()}>
                {texts.ticket.goOn}
              </Menu.Item>
            )}
          </>
        )}
        <Menu.Item leftSection={<IconArrowMerge size={15} />} onClick={() => setMerging(true)}>
          {texts.ticket.merge}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconArchive size={15} />} onClick={() => steps.close.mutate()}>
          {texts.ticket.close}
        </Menu.Item>
      </MoreMenu>
      {merging && <MergeDialog ticket={ticket} close={() => setMerging(false)} />}
    </Group>
  );
}
