import { api, data, EachDialog, type EachWork } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { usePipelines } from '../shared/queries';
import type { Deal } from '../shared/types';
import { texts } from '../texts';

export interface Bulk {
  kind: 'move' | 'give' | 'delete';
  ids: string[];
  /** Lets go of the selection. */
  done: () => void;
}

const path = (id: string) => ({ params: { path: { id } } });

const get = (id: string) => data(api.GET('/v1/deals/{id}', path(id)));
const move = ({ id }: Deal, stage_id: string) => api.POST('/v1/deals/{id}:move', { ...path(id), body: { stage_id } });
const give = ({ id }: Deal, owner_id: string) => api.PATCH('/v1/deals/{id}', { ...path(id), body: { owner_id } });
const remove = ({ id }: Deal) => api.DELETE('/v1/deals/{id}', path(id));
const restore = ({ id }: Deal) => api.POST('/v1/deals/{id}:undelete', { ...path(id), body: {} });

/** Moves, gives or deletes several deals. */
export function BulkDialog({ bulk, close }: { bulk: Bulk; close: () => void }) {
  const client = useQueryClient();
  const work = useWork(bulk.ids.length)[bulk.kind];
  return (
    <EachDialog<Deal>
      ids={bulk.ids}
      work={work}
      get={get}
      name={({ title }) => title}
      href={({ id }) => `/deals/${id}`}
      count={texts.common.deals}
      refresh={() => Promise.all([client.invalidateQueries({ queryKey: ['deals'] }), client.invalidateQueries({ queryKey: ['sales'] })])}
      ended={bulk.done}
      close={close}
    />
  );
}

function useWork(n: number): Record<Bulk['kind'], EachWork<Deal>> {
  const { data: pipelines = [] } = usePipelines();
  const { list: say, common } = texts;
  const stages = pipelines.flatMap((pipeline) => pipeline.stages.filter(({ kind }) => kind === 'OPEN'));
  const deals = common.deals(n);
  return {
    move: {
      title: say.moveTitle(deals),
      action: say.apply,
      field: { name: 'stage_id', label: say.stageLabel, kind: 'choice', options: stages.map(({ id, name }) => ({ value: id, label: name })) },
      change: move,
      takeBack: (before) => move(before, before.stage_id),
      done: (moved) => say.changed(common.deals(moved)),
    },
    give: {
      title: say.giveTitle(deals),
      action: say.apply,
      field: { name: 'owner_id', label: say.ownerLabel, kind: 'person' },
      change: give,
      takeBack: (before) => give(before, before.owner_id),
      done: (given) => say.changed(common.deals(given)),
    },
    delete: {
      title: `${say.delete}: ${deals}`,
      action: say.delete,
      change: remove,
      takeBack: restore,
      done: (deleted) => say.deletedMany(common.deals(deleted)),
    },
  };
}
