import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '@trellis/kit';
import { texts } from './texts';

interface Props {
  opened: boolean;
  title: string;
  /** What goes with it. */
  help: string;
  busy: boolean;
  keep: () => void;
  remove: () => void;
}

/** Asks before something is deleted that does not come back. */
export const Removing = ({ opened, title, help, busy, keep, remove }: Props) => (
  <Dialog opened={opened} onClose={keep} title={title}>
    <Text size="sm">{help}</Text>
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={keep} data-autofocus>
        {texts.removing.keep}
      </Button>
      <Button color="red" loading={busy} onClick={remove}>
        {texts.removing.remove}
      </Button>
    </Group>
  </Dialog>
);
