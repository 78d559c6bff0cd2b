import { api, data } from '@trellis/kit';
import type { Deal } from '../shared/types';

/** What became of each deal of a bulk change. */
export interface BulkResult {
  done: Deal[];
  refused: { id: string; title: string; why: string }[];
}

const AT_ONCE = 4;

/** Does one thing to many deals, a few at a time; each that is refused says why. */
export async function each(
  ids: string[],
  change: (id: string) => Promise<Deal>,
  progress: (done: number) => void,
): Promise<BulkResult> {
  const result: BulkResult = { done: [], refused: [] };
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) {
      try {
        result.done.push(await change(id));
      } catch (error) {
        result.refused.push({ id, title: await titleOf(id), why: (error as Error).message });
      }
      progress(result.done.length + result.refused.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

const titleOf = (id: string) =>
  data(api.GET('/v1/deals/{id}', { params: { path: { id } } })).then(
    ({ title }) => title,
    () => id,
  );

const path = (id: string) => ({ params: { path: { id } } });

export const get = (id: string) => data(api.GET('/v1/deals/{id}', path(id)));
export const moveTo = (stage_id: string) => (id: string) => data(api.POST('/v1/deals/{id}:move', { ...path(id), body: { stage_id } }));
export const giveTo = (owner_id: string) => (id: string) => data(api.PATCH('/v1/deals/{id}', { ...path(id), body: { owner_id } }));

export async function remove(id: string): Promise<Deal> {
  const deal = await get(id);
  await api.DELETE('/v1/deals/{id}', path(id));
  return deal;
}

export const restore = (id: string) => data(api.POST('/v1/deals/{id}:undelete', { ...path(id), body: {} }));
