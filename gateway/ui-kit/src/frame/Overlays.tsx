import { useHotkeys, useWindowEvent } from '@mantine/hooks';
import { Suspense, useRef, useState } from 'react';
import { lazyOf } from '../lazyOf';
import type { Session } from '../session';
import type { Command, NavItem } from './places';

const Palette = lazyOf(() => import('./Palette'), 'Palette');
const ShortcutSheet = lazyOf(() => import('./ShortcutSheet'), 'ShortcutSheet');

type Overlay = 'palette' | 'shortcuts';
const OPEN = 'trellis-open';

export const openOverlay = (which: Overlay) => window.dispatchEvent(new CustomEvent(OPEN, { detail: which }));

interface Props {
  nav: NavItem[];
  commands: Command[];
  session?: Session;
}

/** What a key opens over the page. Its code comes when it is first asked for; what is typed meanwhile is kept. */
export function Overlays(props: Props) {
  const [asked, setAsked] = useState({ palette: 0, shortcuts: 0 });
  const [query, setQuery] = useState('');
  const awaited = useRef(false);
  const open = (which: Overlay) => {
    awaited.current = which === 'palette' && asked.palette === 0;
    setAsked((before) => ({ ...before, [which]: before[which] + 1 }));
  };
  useHotkeys([
    ['mod+K', () => open('palette')],
    ['/', () => open('palette')],
    ['shift+?', () => open('shortcuts')],
  ]);
  useWindowEvent(OPEN as 'click', (event) => open((event as unknown as CustomEvent<Overlay>).detail));
  useWindowEvent('keydown', (event) => {
    if (!awaited.current || event.key.length > 1 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setQuery((before) => before + event.key);
  });
  return (
    <Suspense>
      {asked.palette > 0 && (
        <Palette {...props} asked={asked.palette} query={query} setQuery={setQuery} onFocus={() => (awaited.current = false)} />
      )}
      {asked.shortcuts > 0 && <ShortcutSheet asked={asked.shortcuts} />}
    </Suspense>
  );
}
