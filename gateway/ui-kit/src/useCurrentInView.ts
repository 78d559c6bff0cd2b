import { useEffect, useRef } from 'react';

/** Scrolls a row that is wider than the screen sideways to what is current in it; the page itself stays where it is. */
export function useCurrentInView<Row extends HTMLElement>(current: unknown) {
  const ref = useRef<Row>(null);
  useEffect(() => {
    const row = ref.current;
    const shown = row && row.scrollWidth > row.clientWidth && row.querySelector('[aria-current]');
    if (!shown) return;
    const [inside, outside] = [shown.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inside.left + inside.width / 2 - outside.left - outside.width / 2;
  }, [current]);
  return ref;
}
