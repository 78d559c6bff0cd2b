import type { InfiniteData, QueryClient } from '@tanstack/react-query';

interface Loaded<Row> {
  rows: Row[];
  next: string;
}

/** Changes rows of a list where they stand, before the server answers; returns how to take it back. */
export function changeRows<Row>(client: QueryClient, queryKey: string, change: (row: Row) => Row): () => void {
  const before = client.getQueriesData<InfiniteData<Loaded<Row>>>({ queryKey: [queryKey] });
  for (const [key, data] of before) {
    if (!data?.pages) continue;
    const pages = data.pages.map((page) => ({ ...page, rows: page.rows.map(change) }));
    client.setQueryData(key, { ...data, pages });
  }
  return () => before.forEach(([key, data]) => client.setQueryData(key, data));
}
