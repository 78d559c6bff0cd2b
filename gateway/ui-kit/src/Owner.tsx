import { Group, Text } from '@mantine/core';
import { usePeople } from './people';
import { Person } from './Person';
import { texts } from './texts';

/** Who a record belongs to: initials and name. */
export function Owner({ id, size = 20 }: { id?: string; size?: number }) {
  const { nameOf } = usePeople();
  if (!id)
    return (
      <Text span size="sm" c="dimmed">
        {texts.nobody}
      </Text>
    );
  const name = nameOf(id) || texts.somebody;
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Person name={name} size={size} />
      <span>{name}</span>
    </Group>
  );
}
