import { Button, Menu, ScrollArea } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useMacros } from '../shared/queries';
import type { Macro } from '../shared/types';
import { texts } from '../texts';

/** What was written before, one press away. */
export function MacroMenu({ choose }: { choose: (macro: Macro) => void }) {
  const { data: macros } = useMacros();
  return (
    <Menu position="top-end" width={260}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconBolt size={14} />}>
          {texts.composer.macros}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={280}>
          {macros?.length === 0 && <Menu.Label>{texts.composer.noMacros}</Menu.Label>}
          {macros?.map((macro) => (
            <Menu.Item key={macro.id} onClick={() => choose(macro)}>
              {macro.name}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
