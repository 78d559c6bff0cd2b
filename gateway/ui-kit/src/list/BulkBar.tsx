import { Button, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { covered } from '../covered';
import { texts } from '../texts';

export interface BulkAction {
  label: string;
  /** done: lets go of the selection; what is asked first and then cancelled keeps it. */
  run: (ids: string[], done: () => void) => void;
}

/** Rises when something is selected; Escape lets go of it. */
export function BulkBar({ ids, actions, clear }: { ids: string[]; actions: BulkAction[]; clear: () => void }) {
  useHotkeys([['Escape', (event) => !covered(event) && clear()]]);
  if (ids.length === 0) return null;
  return (
    <div className="bulk" role="region" aria-label={texts.list.bulk}>
      <Text size="sm" fw={600} className="numbers">
        {texts.list.selected(ids.length)}
      </Text>
      {actions.map(({ label, run }) => (
        <Button key={label} size="compact-sm" color="dark.5" onClick={() => run(ids, clear)}>
          {label}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" color="gray.0" onClick={clear}>
        {texts.list.clear}
      </Button>
    </div>
  );
}
