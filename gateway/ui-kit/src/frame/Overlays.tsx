import { useHotkeys, useWindowEvent } from '@mantine/hooks';
import { Suspense, useRef, useState, type FocusEvent } from 'react';
import { lazyOf } from '../lazyOf';
import type { Session } from '../session';
import type { Command, NavItem, PlaceKeys } from './places';

const Palette = lazyOf(() => import('./Palette'), 'Palette');
const ShortcutSheet = lazyOf(() => import('./ShortcutSheet'), 'ShortcutSheet');

type Overlay = 'palette' | 'shortcuts';
const OPEN = 'trellis-open';
const HELD = ['ArrowDown', 'ArrowUp', 'Enter', 'Escape'];

export const openOverlay = (which: Overlay) => window.dispatchEvent(new CustomEvent(OPEN, { detail: which }));

interface Props {
  nav: NavItem[];
  commands: Command[];
  keys?: PlaceKeys;
  session?: Session;
}

/** What a key opens over the page. Its code comes when it is first asked for; what is typed meanwhile is kept. */
export function Overlays({ keys, ...props }: Props) {
  const [asked, setAsked] = useState({ palette: 0, shortcuts: 0 });
  const [query, setQuery] = useState('');
  const held = useRef<string[]>(undefined); // keys pressed while the palette is on its way
  const open = (which: Overlay) => {
    if (which === 'palette' && asked.palette === 0) held.current ??= [];
    setAsked((before) => ({ ...before, [which]: before[which] + 1 }));
  };
  useHotkeys([
    ['mod+K', () => open('palette')],
    // Keyboards differ in which of these two need Shift.
    ['/', () => open('palette')],
    ['shift+/', () => open('palette')],
    ['?', () => open('shortcuts')],
    ['shift+?', () => open('shortcuts')],
  ]);
  useWindowEvent(OPEN as 'click', (event) => open((event as unknown as CustomEvent<Overlay>).detail));
  useWindowEvent('keydown', (event) => {
    const writing = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
    if (!held.current || writing || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (event.key.length === 1) setQuery((before) => before + event.key);
    else if (HELD.includes(event.key)) held.current.push(event.key);
    else return;
    event.preventDefault();
  });
  const replay = ({ currentTarget }: FocusEvent) => {
    const keys = held.current ?? [];
    held.current = undefined;
    for (const key of keys) currentTarget.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
  };
  return (
    <Suspense>
      {asked.palette > 0 && (
        <Palette {...props} asked={asked.palette} query={query} setQuery={setQuery} onFocus={replay} />
      )}
      {asked.shortcuts > 0 && <ShortcutSheet asked={asked.shortcuts} here={keys} />}
    </Suspense>
  );
}
