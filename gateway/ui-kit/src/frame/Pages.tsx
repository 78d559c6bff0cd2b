import { Suspense, type ComponentType } from 'react';
import { matchRoutes, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Ahead } from '../lazyOf';
import { Lost } from '../Lost';
import { Waiting } from '../Waiting';
import { Boundary } from './Boundary';

/** The pages of an app by the path behind its base; a text is the path of the page shown instead. */
export type PageTable = Record<string, (ComponentType & Partial<Ahead>) | string>;

/** The page the address means. */
export function Pages({ table }: { table: PageTable }) {
  return (
    <Boundary at={useLocation().pathname}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          {Object.entries(table).map(([path, Shown]) => (
            <Route key={path} path={path} element={typeof Shown === 'string' ? <Navigate to={Shown} replace /> : <Shown />} />
          ))}
          <Route path="*" element={<Lost />} />
        </Routes>
      </Suspense>
    </Boundary>
  );
}

/** Fetches the file of the page an address means, before anything is shown. */
export async function pageAhead(table: PageTable, base: string, address = location.pathname): Promise<void> {
  const routes = Object.keys(table).map((path) => ({ path }));
  const path = matchRoutes(routes, address, base)?.at(-1)?.route.path;
  const found = path === undefined ? undefined : table[path];
  if (typeof found === 'string') await pageAhead(table, base, `${base}/${found}`);
  else await found?.ahead?.();
}
