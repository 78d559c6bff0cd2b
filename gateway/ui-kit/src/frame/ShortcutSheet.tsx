import { Kbd, Stack, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Dialog } from '../dialog/Dialog';
import '../record/record.css';
import { texts } from '../texts';
import type { PlaceKeys } from './places';

const KEYS: PlaceKeys['keys'] = [
  ['Ctrl K', texts.shortcuts.palette],
  ['/', texts.shortcuts.search],
  ['j  k', texts.shortcuts.walk],
  ['x', texts.shortcuts.select],
  ['Enter', texts.shortcuts.open],
  ['Escape', texts.shortcuts.leave],
  ['Ctrl Enter', texts.shortcuts.send],
  ['?', texts.shortcuts.sheet],
];

/** Every key in one place: those of this part first. `asked` counts how often it was asked for. */
export function ShortcutSheet({ asked, here }: { asked: number; here?: PlaceKeys }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), [asked]);
  return (
    <Dialog opened={opened} onClose={() => setOpened(false)} title={texts.frame.shortcuts} size="sm">
      <Stack gap="lg">
        {here && <Keys title={here.title} keys={here.keys} />}
        <Keys title={here && texts.shortcuts.everywhere} keys={KEYS} />
      </Stack>
    </Dialog>
  );
}

function Keys({ title, keys }: { title?: string; keys: PlaceKeys['keys'] }) {
  return (
    <section aria-label={title}>
      {title && (
        <Title order={3} size="h5" mb={4}>
          {title}
        </Title>
      )}
      <dl className="fact-list">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
