import { useEffect, useRef } from 'react';

function bringIntoView(row: HTMLElement) {
  const shown = row.scrollWidth > row.clientWidth && row.querySelector('[aria-current]');
  if (!shown) return;
  const [inside, outside] = [shown.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inside.left + inside.width / 2 - outside.left - outside.width / 2;
}

/**
 * Scrolls a row that is wider than the screen sideways to what is current in it; the page itself stays where it is.
 * An observer looks once the browser has laid the page out: asking from an effect would have it laid out a time more.
 */
export function useCurrentInView<Row extends HTMLElement>(current: unknown) {
  const ref = useRef<Row>(null);
  useEffect(() => {
    const row = ref.current;
    if (!row) return undefined;
    const observer = new ResizeObserver(() => bringIntoView(row));
    observer.observe(row);
    return () => observer.disconnect();
  }, [current]);
  return ref;
}
