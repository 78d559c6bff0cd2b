import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchAgain } from '../fetchAgain';
import { useLive } from '../live';

/**
 * Keeps a list true while others work: changed rows change in place, new ones are counted and wait
 * until somebody asks for them, so that nothing moves under the pointer. Of what is in the list
 * already nobody is told: a page that just loaded hears of the seconds before, too.
 */
export function useListLive(queryKey: string, ids: string[], facts?: RegExp) {
  const client = useQueryClient();
  const [made, setMade] = useState<string[]>([]);
  const refetch = useDebouncedCallback(() => void fetchAgain(client, { queryKey: [queryKey] }), 250);
  useLive((fact) => {
    if (!facts) return;
    if (fact === null) refetch();
    else if (facts.test(fact.type)) {
      if (fact.type.endsWith('Created')) setMade((before) => [...before, fact.subject.split('/').at(-1)!]);
      else refetch();
    }
  });
  const show = () => {
    setMade([]);
    void client.invalidateQueries({ queryKey: [queryKey] });
  };
  return { fresh: made.filter((id) => !ids.includes(id)).length, show };
}
