import { Button, Group, Skeleton, Text, Title, UnstyledButton } from '@mantine/core';
import { Empty, Failure, useSession } from '@trellis/kit';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMacros } from '../shared/queries';
import type { Macro } from '../shared/types';
import { texts } from '../texts';
import { MacroDialog } from './MacroDialog';

/** All macros; whoever may, changes them. */
export function MacrosPage() {
  const session = useSession();
  const { data: macros, error, refetch } = useMacros();
  const [edited, setEdited] = useState<Macro | 'new'>();
  const may = Object.keys(session?.permissions ?? {}).some((name) => ['*', 'macros.*', 'macros.write'].includes(name));
  const add = may && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      {texts.macros.add}
    </Button>
  );
  return (
    <>
      <Group justify="space-between" mb={4}>
        <Title order={1}>{texts.macros.title}</Title>
        {add}
      </Group>
      <Text c="dimmed" mb="md">
        {texts.macros.purpose}
      </Text>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!macros && !error && <Skeleton h={200} radius={12} />}
      {macros?.length === 0 && (
        <Empty title={texts.macros.empty} action={add}>
          {texts.macros.purpose}
        </Empty>
      )}
      {macros && macros.length > 0 && (
        <ul className="plain card">
          {macros.map((macro) => (
            <li key={macro.id} className="macro">
              <IconBolt size={16} aria-hidden />
              <div>
                {may ? (
                  <UnstyledButton fw={600} onClick={() => setEdited(macro)}>
                    {macro.name}
                  </UnstyledButton>
                ) : (
                  <b>{macro.name}</b>
                )}
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {macro.text}
                </Text>
              </div>
              <span className="quiet">{effects(macro)}</span>
            </li>
          ))}
        </ul>
      )}
      {edited && <MacroDialog macro={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </>
  );
}

/** What it does besides writing. */
function effects(macro: Macro): string {
  const state = texts.state[macro.state as keyof typeof texts.state];
  const kind = texts.type[macro.type as keyof typeof texts.type];
  const priority = texts.priority[macro.priority as keyof typeof texts.priority];
  return [macro.note ? texts.composer.note : '', state, kind, priority, ...macro.add_tags].filter(Boolean).join(', ');
}
