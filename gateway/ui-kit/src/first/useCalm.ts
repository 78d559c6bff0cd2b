import { useEffect, useState } from 'react';
import { calm, rested } from './answers';

function useOnce(began: boolean, wait: () => Promise<void>): boolean {
  const [is, set] = useState(false);
  useEffect(() => {
    if (began) void wait().then(() => set(true));
  }, [began, wait]);
  return is;
}

/** Whether the page has what it shows first, once it began to ask; what nobody waits for is asked for then. */
export const useCalm = (began: boolean) => useOnce(began, calm);

/** What a calm page asks for last goes first. */
const restedAgain = () => rested().then(rested);

/** Later still, for what is on every page: it decides nothing about what a page shows first, and holds up nothing. */
export const useRested = (began: boolean) => useOnce(began, restedAgain);
