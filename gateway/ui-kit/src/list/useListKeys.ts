import { useHotkeys } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { covered } from '../covered';

interface Actions {
  open: (at: number) => string | undefined;
  pick: (id: string, on: boolean) => void;
  picked: Set<string>;
}

/** Enter belongs to what has the focus, if that is something one can press. */
const onNothing = () => !document.activeElement?.closest('a, button, input, select, textarea');

/** j and k walk the rows, x selects, Enter opens, as long as nothing lies over them; -1 while no row has the cursor. */
export function useListKeys(ids: string[], { open, pick, picked }: Actions): number {
  const [at, setAt] = useState(-1);
  const navigate = useNavigate();
  const current = ids[at];
  const go = (to?: string) => void (to && navigate(to));
  useHotkeys([
    ['j', (event) => !covered(event) && setAt(Math.min(at + 1, ids.length - 1))],
    ['k', (event) => !covered(event) && setAt(Math.max(at - 1, 0))],
    ['x', (event) => !covered(event) && current && pick(current, !picked.has(current))],
    ['Enter', (event) => !covered(event) && current && onNothing() && go(open(at)), { preventDefault: false }],
  ]);
  useEffect(() => {
    document.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest' }); // gives a promise in some browsers
  }, [at]);
  return at;
}
