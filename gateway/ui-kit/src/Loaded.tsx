import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure';
import { Waiting } from './Waiting';

interface Props<Data> {
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
  waiting?: ReactNode;
}

/** What a query brought; its shape while it is under way, the reason when it failed. Old data stays. */
export function Loaded<Data>({ query, children, waiting }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return waiting ?? <Waiting />;
}
