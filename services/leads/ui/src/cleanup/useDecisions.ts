import { api, data, toast } from '@trellis/kit';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { CONTACTS } from '../people/api';
import { texts } from '../texts';
import { CLEANUP, type Item } from './api';

const { cleanup: say } = texts;

/** What the reviewer decides: told with a way back. */
export function useDecisions() {
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: [CLEANUP] });
    void client.invalidateQueries({ queryKey: [CONTACTS] });
  };
  const bad = (error: Error) => toast.bad(error.message);
  const back = (undo: () => Promise<unknown>) => () => void undo().then(refresh, bad);

  const rowsOf = (ids: string[]): Item[] => {
    const lists = client.getQueriesData<InfiniteData<{ rows: Item[] }>>({ queryKey: [CLEANUP] });
    const byId = new Map(lists.flatMap(([, list]) => list?.pages?.flatMap(({ rows }) => rows) ?? []).map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };

  async function archive(items: Item[]) {
    const ids = [...new Set(items.map(({ contact_id }) => contact_id))];
    const { results } = await data(api.POST('/v1/contacts:batchDelete', { body: { ids } }));
    const refused = results.flatMap(({ error }) => error ?? []);
    if (refused[0]) toast.bad(say.refused(refused.length, refused[0].message));
    const gone = ids.filter((_, at) => !results[at]?.error);
    const undo = () => Promise.all(gone.map((id) => data(api.POST('/v1/contacts/{id}:undelete', { params: { path: { id } }, body: {} }))));
    if (gone.length > 0) toast.undo(say.archived(gone.length), back(undo));
    refresh();
  }

  const decide = (items: Item[], path: '/v1/cleanup_items/{id}:keep' | '/v1/cleanup_items/{id}:reopen') =>
    Promise.all(items.map(({ id }) => data(api.POST(path, { params: { path: { id } }, body: {} }))));

  async function keep(items: Item[]) {
    await decide(items, '/v1/cleanup_items/{id}:keep');
    toast.undo(say.kept(items.length), back(() => decide(items, '/v1/cleanup_items/{id}:reopen')));
    refresh();
  }

  return {
    rowsOf,
    archive: (items: Item[]) => void archive(items).catch(bad),
    keep: (items: Item[]) => void keep(items).catch(bad),
    reopen: (item: Item) => void decide([item], '/v1/cleanup_items/{id}:reopen').then(refresh, bad),
  };
}
