import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, data, type Schemas } from './api';

export type User = Schemas['gateway.User'];
export type TeamRecord = Schemas['gateway.Team'];

async function walk<Row>(page: (token: string) => Promise<{ rows: Row[]; next: string }>): Promise<Row[]> {
  const found: Row[] = [];
  let token = '';
  do {
    const { rows, next } = await page(token);
    found.push(...rows);
    token = next;
  } while (token);
  return found;
}

const loadPeople = () =>
  walk(async (page_token) => {
    const page = await data(api.GET('/v1/users', { params: { query: { page_size: 100, page_token } } }));
    return { rows: page.users, next: page.next_page_token };
  });

const loadTeams = () =>
  walk(async (page_token) => {
    const page = await data(api.GET('/v1/teams', { params: { query: { page_size: 100, page_token } } }));
    return { rows: page.teams, next: page.next_page_token };
  });

interface Named {
  id: string;
  name: string;
}

const NOBODY: never[] = [];

function useNames<Row extends Named>(rows: Row[]) {
  const names = useMemo(() => new Map(rows.map(({ id, name }) => [id, name])), [rows]);
  return (id?: string) => (id ? (names.get(id) ?? '') : '');
}

/** Everybody who works here, by id; empty for who may not know. */
export function usePeople() {
  const query = useQuery({ queryKey: ['users', 'all'], queryFn: loadPeople, staleTime: 300_000, retry: false });
  const people = query.data ?? NOBODY;
  return { people, nameOf: useNames<User>(people) };
}

/** All teams, by id. */
export function useTeams() {
  const query = useQuery({ queryKey: ['teams', 'all'], queryFn: loadTeams, staleTime: 300_000, retry: false });
  const teams = query.data ?? NOBODY;
  return { teams, nameOf: useNames<TeamRecord>(teams) };
}
