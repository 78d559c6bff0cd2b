import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchAgain } from '../fetchAgain';
import { useLive } from '../live';

/**
 * Keeps a list true while others work: changed rows change in place, new ones are counted and wait
 * until somebody asks for them, so that nothing moves under the pointer.
 */
export function useListLive(queryKey: string, facts?: RegExp) {
  const client = useQueryClient();
  const [fresh, setFresh] = useState(0);
  const refetch = useDebouncedCallback(() => void fetchAgain(client, { queryKey: [queryKey] }), 250);
  useLive((fact) => {
    if (!facts) return;
    if (fact === null) refetch();
    else if (facts.test(fact.type)) {
      if (fact.type.endsWith('Created')) setFresh((before) => before + 1);
      else refetch();
    }
  });
  const show = () => {
    setFresh(0);
    void client.invalidateQueries({ queryKey: [queryKey] });
  };
  return { fresh, show };
}
