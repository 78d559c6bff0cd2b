import { Button, Group, Table, Text } from '@mantine/core';
import { Dialog } from '../dialog/Dialog';
import { texts } from '../texts';
import type { Conflict } from './useRecord';

interface Props<R, Change> {
  conflict?: Conflict<R, Change>;
  /** Field name to its label; others show their name. */
  labels?: Record<string, string>;
  /** How a field's value reads; left out, as it is. */
  say?: (name: string, value: unknown) => string;
}

export const asText = (value: unknown) => {
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return text === '' ? '–' : text;
};

/** Both versions of what two people changed at once, and the choice. */
export function ConflictDialog<R extends object, Change extends object>({ conflict, labels = {}, say = (_, value) => asText(value) }: Props<R, Change>) {
  if (!conflict) return null;
  const theirs = conflict.theirs as Record<string, unknown>;
  return (
    <Dialog onClose={conflict.take} title={texts.errors.conflict}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.errors.conflictHelp}
      </Text>
      <Table mb="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.errors.field}</Table.Th>
            <Table.Th>{texts.errors.mine}</Table.Th>
            <Table.Th>{texts.errors.theirs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(conflict.mine).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td>{labels[name] ?? name}</Table.Td>
              <Table.Td>{say(name, value)}</Table.Td>
              <Table.Td>{say(name, theirs[name])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end">
        <Button variant="default" onClick={conflict.take}>
          {texts.errors.takeTheirs}
        </Button>
        <Button onClick={conflict.keep}>{texts.errors.keepMine}</Button>
      </Group>
    </Dialog>
  );
}
