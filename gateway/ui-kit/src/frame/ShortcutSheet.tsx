import { Kbd, Modal } from '@mantine/core';
import { useDisclosure, useHotkeys, useWindowEvent } from '@mantine/hooks';
import '../record/record.css';
import { texts } from '../texts';

const OPEN = 'trellis-shortcuts';

export const openShortcuts = () => window.dispatchEvent(new Event(OPEN));

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

/** Every key in one place, on "?". */
export function ShortcutSheet() {
  const [opened, { open, close }] = useDisclosure();
  useHotkeys([['shift+?', open]]);
  useWindowEvent(OPEN, open);
  return (
    <Modal opened={opened} onClose={close} title={texts.frame.shortcuts} size="sm">
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
