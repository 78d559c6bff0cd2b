import { useLayoutEffect } from 'react';

/** How long a card keeps a claim on the focus: as long as a move, its refusal and the board's new state may take. */
const CLAIM_MS = 15_000;

/** The card that was moved last. */
let claim = { id: '', until: 0 };

const onNothing = () => document.activeElement === document.body;
const focus = (id: string) => document.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus();

/** Puts the focus on a card, wherever it is now and wherever it is about to be moved. */
export function focusCard(id: string) {
  claim = { id, until: Date.now() + CLAIM_MS };
  requestAnimationFrame(() => focus(id));
}

/**
 * A moved card is made anew in its lane, by the optimistic change and again when it is refused; the
 * focus would fall to the page each time. Whoever moves a card claims the focus for it.
 */
export function useKeptFocus(lanes: unknown) {
  useLayoutEffect(() => {
    const { id, until } = claim;
    // A dialog that opens meanwhile has taken the focus by the next frame, and keeps it.
    if (id && Date.now() < until && onNothing()) requestAnimationFrame(() => onNothing() && focus(id));
  }, [lanes]);
  return (id: string) => {
    if (document.activeElement?.closest('[data-card]')) claim = { id, until: Date.now() + CLAIM_MS };
  };
}
