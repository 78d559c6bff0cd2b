/** What became of each of several records. */
export interface Outcome<Row> {
  /** Those that changed, by id, as they were before. */
  done: Map<string, Row>;
  refused: Refused<Row>[];
}

export interface Refused<Row> {
  id: string;
  /** Left out when even reading it was refused. */
  row?: Row;
  why: string;
}

const AT_ONCE = 4;

/** Does one thing to many records, a few at a time; each that is refused says why. */
export async function each<Row>(
  ids: Iterable<string>,
  get: (id: string) => Promise<Row>,
  change: (row: Row) => Promise<unknown>,
  progress?: (ended: number) => void,
): Promise<Outcome<Row>> {
  const outcome: Outcome<Row> = { done: new Map(), refused: [] };
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) {
      let row: Row | undefined;
      try {
        row = await get(id);
        await change(row);
        outcome.done.set(id, row);
      } catch (error) {
        outcome.refused.push({ id, row, why: (error as Error).message });
      }
      progress?.(outcome.done.size + outcome.refused.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}
