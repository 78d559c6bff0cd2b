import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Fetches again what something happened to. Of a query whose first answer is still on its way, that answer may be from
 * before; it is waited for all the same, or on a busy day none would ever come, and then asked for once more.
 */
export async function fetchAgain(client: QueryClient, filters: QueryFilters) {
  const first = client
    .getQueryCache()
    .findAll(filters)
    .filter(({ state }) => state.fetchStatus !== 'idle' && state.data === undefined);
  await client.invalidateQueries(filters);
  for (const { queryKey } of first) void client.invalidateQueries({ queryKey, exact: true });
}
