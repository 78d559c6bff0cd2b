import { useEffect } from 'react';
import type { Ticket } from '../shared/types';
import { useDeskKeys } from '../shared/useDeskKeys';

/** j and k go through the list, as in every list; the ticket that is open is in sight, however it was come to. */
export function useListKeys(tickets: readonly Ticket[] | undefined, open: string, onOpen: (id: string) => void) {
  const go = (step: number) => {
    if (!tickets?.length) return;
    const at = tickets.findIndex(({ id }) => id === open);
    const next = tickets[at < 0 ? 0 : Math.min(Math.max(at + step, 0), tickets.length - 1)]!;
    onOpen(next.id);
  };
  useDeskKeys({ next: () => go(1), previous: () => go(-1) });
  const shown = tickets?.some(({ id }) => id === open);
  useEffect(() => {
    document.querySelector(`[data-ticket="${open}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [open, shown]);
}
