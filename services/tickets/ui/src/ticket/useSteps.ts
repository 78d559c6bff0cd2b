import { api, data, toast } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { giveTo, useRefresh } from '../shared/queries';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';

/** What can be done with a ticket as a whole; each step that can be taken back offers it. */
export function useSteps(ticket: Ticket) {
  const refresh = useRefresh();
  const path = { path: { id: ticket.id } };
  const onSettled = () => void refresh();
  const reopen = useMutation({ mutationFn: () => data(api.POST('/v1/tickets/{id}:reopen', { params: path, body: {} })), onSettled });
  const unmerge = useMutation({ mutationFn: () => data(api.POST('/v1/tickets/{id}:unmerge', { params: path, body: {} })), onSettled });
  const solve = useMutation({
    mutationFn: () => data(api.POST('/v1/tickets/{id}:solve', { params: path, body: { take: true } })),
    onSuccess: () => toast.undo(texts.ticket[ticket.owner_id ? 'solved' : 'takenAndSolved'](ticket.number), () => reopen.mutate()),
    onSettled,
  });
  const giveBack = useMutation({ mutationFn: (ownerId: string) => giveTo(ticket.id, ownerId), onSettled });
  const take = useMutation({
    mutationFn: async () => {
      const before = ticket.owner_id;
      await api.POST('/v1/tickets/{id}:take', { params: path, body: {} });
      return before;
    },
    onSuccess: (before) => toast.undo(texts.ticket.taken(ticket.number), () => giveBack.mutate(before)),
    onSettled,
  });
  const wait = useMutation({ mutationFn: () => data(api.POST('/v1/tickets/{id}:await', { params: path, body: {} })), onSettled });
  const hold = useMutation({ mutationFn: () => data(api.POST('/v1/tickets/{id}:hold', { params: path, body: {} })), onSettled });
  const close = useMutation({ mutationFn: () => data(api.POST('/v1/tickets/{id}:close', { params: path, body: {} })), onSettled });
  return { reopen, unmerge, solve, take, wait, hold, close };
}

export type Steps = ReturnType<typeof useSteps>;
