import { useEffect, useState } from 'react';
import { calm } from './answers';

/** Whether the page has what it shows first, once it began to ask; what nobody waits for is asked for then. */
export function useCalm(began: boolean): boolean {
  const [is, set] = useState(false);
  useEffect(() => {
    if (began) void calm().then(() => set(true));
  }, [began]);
  return is;
}
