import { api, data, toast } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts';
import type { Deal } from './types';

/** Opens a won or lost deal again, in the stage it was closed from. */
export function useReopen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deal: Deal) => data(api.POST('/v1/deals/{id}:reopen', { params: { path: { id: deal.id } }, body: {} })),
    onSuccess: (deal) => {
      toast.good(texts.reopened(deal.title));
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
}
