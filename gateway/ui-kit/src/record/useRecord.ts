import { useMutation, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../problem';

interface Versioned {
  etag?: string;
}

interface Options<R extends Versioned, Change> {
  queryKey: QueryKey;
  load: () => Promise<R>;
  /** PATCHes the record; the etag goes into If-Match. */
  save: (change: Change, etag: string) => Promise<R>;
}

/** Somebody was faster: what I wanted, what is there now, and the two ways on. */
export interface Conflict<R, Change> {
  mine: Change;
  theirs: R;
  keep: () => void;
  take: () => void;
}

/** A record on a page: shown at once as changed, put back when the API refuses, both versions on a conflict. */
export function useRecord<R extends Versioned, Change extends object = Partial<R>>(options: Options<R, Change>) {
  const { queryKey, load, save } = options;
  const client = useQueryClient();
  const query = useQuery({ queryKey, queryFn: load });
  const [conflict, setConflict] = useState<Conflict<R, Change>>();

  const mutation = useMutation({
    mutationFn: (change: Change) => save(change, client.getQueryData<R>(queryKey)?.etag ?? ''),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<R>(queryKey);
      client.setQueryData<R>(queryKey, (now) => now && { ...now, ...change });
      return { before };
    },
    onSuccess: (saved) => client.setQueryData(queryKey, saved),
    onError: async (error, change, context) => {
      client.setQueryData(queryKey, context?.before);
      if (!(error instanceof Refusal) || error.problem.status !== 412) return;
      const theirs = await load();
      client.setQueryData(queryKey, theirs);
      const done = () => setConflict(undefined);
      const keep = () => {
        done();
        mutation.mutate(change);
      };
      setConflict({ mine: change, theirs, keep, take: done });
    },
    meta: { quiet: 'conflict' },
  });

  const refused = mutation.error instanceof Refusal ? mutation.error : undefined;
  return {
    query,
    record: query.data,
    save: (change: Change) => mutation.mutate(change),
    saving: mutation.isPending,
    /** Field name to rule, of the last change that was refused. */
    errors: refused?.fields ?? {},
    conflict,
  };
}
