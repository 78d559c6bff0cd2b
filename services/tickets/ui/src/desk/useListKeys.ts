import type { Ticket } from '../shared/types';
import { useDeskKeys } from '../shared/useDeskKeys';

/** j and k go through the list, as in every list. */
export function useListKeys(tickets: readonly Ticket[] | undefined, open: string, onOpen: (id: string) => void) {
  const go = (step: number) => {
    if (!tickets?.length) return;
    const at = tickets.findIndex(({ id }) => id === open);
    const next = tickets[at < 0 ? 0 : Math.min(Math.max(at + step, 0), tickets.length - 1)]!;
    onOpen(next.id);
    document.querySelector(`[data-ticket="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useDeskKeys({ next: () => go(1), previous: () => go(-1) });
}
