import { api, changeRows, data, toast, type Schemas } from '@trellis/kit';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { CONTACTS } from './api';

type Change = Omit<Schemas['leads.BatchUpdateContactsRequest'], 'ids'>;
type Results = Schemas['leads.BatchContactsResponse']['results'];

const AT_ONCE = 1000;

async function inParts(ids: string[], send: (part: string[]) => Promise<{ results: Results }>): Promise<Results> {
  const results: Results = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) results.push(...(await send(ids.slice(at, at + AT_ONCE))).results);
  return results;
}

const update = (ids: string[], change: Change) =>
  inParts(ids, (part) => data(api.POST('/v1/contacts:batchUpdate', { body: { ids: part, ...change } })));

const byOwner = (rows: Contact[]) => {
  const groups = new Map<string, string[]>();
  for (const { id, owner_id } of rows) groups.set(owner_id, [...(groups.get(owner_id) ?? []), id]);
  return [...groups];
};

/** Changes of many people at once: seen at once, told with a way back, each refusal named. */
export function useBulk() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: [CONTACTS] });
  const rowsOf = (ids: string[]): Contact[] => {
    const lists = client.getQueriesData<InfiniteData<{ rows: Contact[] }>>({ queryKey: [CONTACTS] });
    const all = lists.flatMap(([, list]) => list?.pages?.flatMap(({ rows }) => rows) ?? []);
    const byId = new Map(all.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };

  async function run(ids: string[], show: (row: Contact) => Contact, send: () => Promise<Results>, said: (n: number) => string, undo: () => Promise<unknown>) {
    const takeBack = changeRows<Contact>(client, CONTACTS, (row) => (ids.includes(row.id) ? show(row) : row));
    try {
      const results = await send();
      const refused = results.filter(({ error }) => error);
      if (refused.length > 0) toast.bad(texts.bulk.failed(refused.length, refused[0]!.error!.message));
      if (refused.length < results.length)
        toast.undo(said(results.length - refused.length), () => void undo().then(refresh, (error: Error) => toast.bad(error.message)));
    } catch (error) {
      takeBack();
      toast.bad((error as Error).message);
    }
    void refresh();
  }

  return {
    rowsOf,
    addTags(ids: string[], tags: string[]) {
      const rows = rowsOf(ids);
      const lacking = tags.map((tag) => [tag, rows.filter((row) => !row.tags.includes(tag)).map(({ id }) => id)] as const);
      const show = (row: Contact) => ({ ...row, tags: [...new Set([...row.tags, ...tags])] });
      const undo = () => Promise.all(lacking.filter(([, had]) => had.length > 0).map(([tag, lacked]) => update(lacked, { remove_tags: [tag] })));
      return run(ids, show, () => update(ids, { add_tags: tags }), texts.bulk.tagged, undo);
    },
    removeTags(ids: string[], tags: string[]) {
      const having = tags.map((tag) => [tag, rowsOf(ids).filter((row) => row.tags.includes(tag)).map(({ id }) => id)] as const);
      const show = (row: Contact) => ({ ...row, tags: row.tags.filter((tag) => !tags.includes(tag)) });
      const undo = () => Promise.all(having.filter(([, had]) => had.length > 0).map(([tag, had]) => update(had, { add_tags: [tag] })));
      return run(ids, show, () => update(ids, { remove_tags: tags }), texts.bulk.untagged, undo);
    },
    assign(ids: string[], owner: string, said: (n: number) => string = texts.bulk.assigned) {
      const before = byOwner(rowsOf(ids));
      const show = (row: Contact) => ({ ...row, owner_id: owner });
      const undo = () => Promise.all(before.map(([owner_id, theirs]) => update(theirs, { owner_id })));
      return run(ids, show, () => update(ids, { owner_id: owner }), said, undo);
    },
    remove(ids: string[]) {
      const send = () => inParts(ids, (part) => data(api.POST('/v1/contacts:batchDelete', { body: { ids: part } })));
      const undo = async () => {
        for (const id of ids) await api.POST('/v1/contacts/{id}:undelete', { params: { path: { id } }, body: {} });
      };
      return run(ids, (row) => row, send, texts.bulk.deleted, undo);
    },
  };
}
