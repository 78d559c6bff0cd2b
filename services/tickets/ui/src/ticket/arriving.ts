import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** For a way to another ticket that nobody chose in the list: who works by keyboard goes on there. */
export const ARRIVED = { state: { arrived: true } };

/** The heading that takes the focus of whoever arrived so; elsewhere it would be lost with the dialog they came from. */
export function useArriving() {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrived = (useLocation().state as { arrived?: boolean } | null)?.arrived;
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
  }, [arrived]);
  return heading;
}
