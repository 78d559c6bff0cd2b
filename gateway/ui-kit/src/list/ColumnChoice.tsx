import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import { texts } from '../texts';
import type { Column } from './RecordList';

/** Which columns a list shows, remembered in this browser; the first is always there. */
export function useColumns<Row>(list: string, columns: Column<Row>[]) {
  const [shown, setShown] = useLocalStorage<string[]>({
    key: `columns:${list}`,
    defaultValue: columns.filter(({ extra }) => !extra).map(({ key }) => key),
    getInitialValueInEffect: false,
  });
  const visible = columns.filter(({ key }, index) => index === 0 || shown.includes(key));
  const toggle = (key: string, on: boolean) => setShown(on ? [...shown, key] : shown.filter((other) => other !== key));
  return { visible, shown, toggle };
}

interface Props<Row> {
  columns: Column<Row>[];
  shown: string[];
  toggle: (key: string, on: boolean) => void;
}

export function ColumnChoice<Row>({ columns, shown, toggle }: Props<Row>) {
  const [opened, { toggle: open, close }] = useDisclosure();
  return (
    <Popover opened={opened} onChange={close} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={texts.list.columns}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.list.columns} aria-expanded={opened} onClick={open}>
            <IconColumns3 size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns.slice(1).map(({ key, label }) => (
            <Checkbox
              key={key}
              size="xs"
              label={label}
              checked={shown.includes(key)}
              onChange={(event) => toggle(key, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
