import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useDraft } from '../form/useDraft';
import { Refusal } from '../problem';
import type { Conflict } from './useRecord';

interface Options<R extends { etag: string }, Design extends object> {
  draftKey: string;
  /** Left out: it is made for the first time. */
  record?: R;
  /** What the record holds of the design; of none, what one begins with. */
  designOf: (record?: R) => Design;
  load: () => Promise<R>;
  /** Makes or changes it; the etag goes into If-Match. */
  save: (design: Design, etag: string) => Promise<R>;
  /** Puts what is stored now where the page looks for it. */
  show: (record: R) => void;
  /** Called after a change of one's own is stored. */
  saved: (record: R) => void;
  /** A design in words short enough to lay side by side. */
  words: (design: Design) => object;
}

/** What was written, and the version it was begun on. */
interface Kept<Design> {
  design: Design;
  base: Design;
  etag: string;
}

/** A draft that was begun before the design had a field has it as it is stored. */
const completed = <Design extends object>({ design, base, etag }: Kept<Design>, stored: Design): Kept<Design> => ({
  design: { ...stored, ...design },
  base: { ...stored, ...base },
  etag,
});

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * A larger thing that is edited as a whole: a draft until it is saved, both versions when somebody else
 * changed it since the draft was begun, even if the page heard of it.
 */
export function useDesign<R extends { etag: string }, Design extends object>(options: Options<R, Design>) {
  const { draftKey, record, designOf, load, save, show, saved, words } = options;
  const [found, setKept, forget] = useDraft<Kept<Design> | null>(`design:${draftKey}`, null);
  const [began] = useState(() => designOf());
  const stored = record ? designOf(record) : began;
  const kept = found && completed(found, stored);
  const design = kept?.design ?? stored;
  const [conflict, setConflict] = useState<Conflict<R, object>>();
  const current = record?.etag ?? '';

  const saving = useMutation({
    mutationFn: (etag: string) => save(design, etag),
    onSuccess: (record) => {
      show(record);
      forget();
      saved(record);
    },
    onError: async (error) => {
      if (!record || !(error instanceof Refusal) || error.problem.status !== 412) return;
      const theirs = await load();
      const done = () => setConflict(undefined);
      const keep = () => (done(), saving.mutate(theirs.etag));
      const take = () => (done(), show(theirs), forget());
      setConflict({ mine: words(design), theirs: { ...theirs, ...words(designOf(theirs)) }, keep, take });
    },
    meta: { quiet: true },
  });

  return {
    design,
    stored,
    change: (patch: Partial<Design>) => setKept({ base: stored, etag: current, ...kept, design: { ...design, ...patch } }),
    /** Something was written that is not saved. */
    changed: kept !== null && !same(design, stored),
    discard: () => (forget(), saving.reset()),
    // An etag changes with much that nobody edits here, such as counters; the design tells what matters.
    save: () => saving.mutate(kept && !same(kept.base, stored) ? kept.etag : current),
    saving: saving.isPending,
    refused: saving.error instanceof Refusal && saving.error.problem.status !== 412 ? saving.error : undefined,
    conflict,
  };
}
