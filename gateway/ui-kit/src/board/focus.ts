import { useLayoutEffect, useRef } from 'react';

/** How long a card keeps a claim on the focus: as long as a refusal may take. */
const CLAIM_MS = 5000;

/** Puts the focus on a card, wherever it is now. */
export function focusCard(id: string) {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus());
}

/**
 * A moved card is made anew in its lane, by the optimistic change and again when it is refused; the
 * focus would fall to the page each time. Whoever moves a card claims the focus for it.
 */
export function useKeptFocus(lanes: unknown) {
  const claim = useRef({ id: '', until: 0 });
  useLayoutEffect(() => {
    const { id, until } = claim.current;
    if (id && Date.now() < until && document.activeElement === document.body) focusCard(id);
  }, [lanes]);
  return (id: string) => {
    if (document.activeElement?.closest('[data-card]')) claim.current = { id, until: Date.now() + CLAIM_MS };
  };
}
