import { Kbd, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import '../record/record.css';
import { texts } from '../texts';

const KEYS: [string, string][] = [
  ['Ctrl K', texts.shortcuts.palette],
  ['/', texts.shortcuts.search],
  ['j  k', texts.shortcuts.walk],
  ['x', texts.shortcuts.select],
  ['Enter', texts.shortcuts.open],
  ['Escape', texts.shortcuts.leave],
  ['Ctrl Enter', texts.shortcuts.send],
  ['?', texts.shortcuts.sheet],
];

/** Every key in one place. `asked` counts how often it was asked for. */
export function ShortcutSheet({ asked }: { asked: number }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), [asked]);
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={texts.frame.shortcuts} size="sm">
      <dl className="fact-list">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
