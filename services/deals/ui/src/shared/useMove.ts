import { api, data, Refusal, toast } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { moved } from '../board/changes';
import { texts } from '../texts';
import type { BoardData, Deal, Stage } from './types';

export interface Move {
  deal: Deal;
  stage: Pick<Stage, 'id' | 'name'>;
  /** It takes a move back: that is not taken back once more. */
  back?: boolean;
}

/** What a refused move lacks; the fields can be filled in and the move repeated. */
export interface Lack extends Move {
  fields: string[];
}

/** The fields a stage asks for in vain, if that is what a refusal says. */
export const missingOf = (error: Error): string[] =>
  error instanceof Refusal && error.problem.reason === 'STAGE_REQUIREMENTS'
    ? (error.problem.metadata.missing ?? '').split(',').filter(Boolean)
    : [];

/** Moves a deal at once, and takes it back when the server refuses or the person changes their mind. */
export function useMove(onLack: (lack: Lack) => void) {
  const client = useQueryClient();
  const move = useMutation({
    meta: { quiet: true },
    mutationFn: ({ deal, stage }: Move) =>
      data(api.POST('/v1/deals/{id}:move', { params: { path: { id: deal.id } }, body: { stage_id: stage.id } })),
    onMutate: async ({ deal, stage }) => {
      await client.cancelQueries({ queryKey: ['sales', 'board'] });
      const before = client.getQueriesData<BoardData>({ queryKey: ['sales', 'board'] });
      client.setQueriesData<BoardData>({ queryKey: ['sales', 'board'] }, (board) => board && moved(board, deal, stage.id));
      return before;
    },
    onError: (error, move, before) => {
      before?.forEach(([key, board]) => client.setQueryData(key, board));
      const fields = missingOf(error);
      if (fields.length > 0) onLack({ ...move, fields });
      else toast.bad(error.message);
    },
    onSuccess: (_, { deal, stage, back }) => {
      if (back || deal.state !== 'OPEN' || deal.stage_id === stage.id) return;
      const from = { id: deal.stage_id, name: deal.stage_name };
      toast.undo(texts.board.moved(deal.title, stage.name), () => move.mutate({ deal: { ...deal, stage_id: stage.id }, stage: from, back: true }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['sales'] }),
  });
  return move;
}
