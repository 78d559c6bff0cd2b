import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { texts } from './texts';

/** Short words at the corner of the page. */
export const toast = {
  good: (message: string) => notifications.show({ message, color: 'pine' }),
  bad: (message: string) => notifications.show({ title: texts.toast.bad, message, color: 'red' }),

  /** Says what came to be, and leads there; href: of any of the screens. */
  made: (message: string, label: string, href: string) =>
    notifications.show({
      autoClose: 10_000,
      color: 'pine',
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{message}</Text>
          <Button component="a" href={href} size="compact-sm" variant="light">
            {label}
          </Button>
        </Group>
      ),
    }),

  /** Says what was done and offers to take it back for ten seconds. */
  undo(message: string, undo: () => void) {
    const id = notifications.show({
      autoClose: 10_000,
      withBorder: true,
      color: 'gray',
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{message}</Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              undo();
              notifications.hide(id);
            }}
          >
            {texts.toast.undo}
          </Button>
        </Group>
      ),
    });
  },
};
