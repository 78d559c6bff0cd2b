import './fonts/fonts.css';
import './mantine.css';
import './kit.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { restoreDensity } from './density';
import { watchFirstRequests } from './first/answers';
import { showTogether } from './first/together';
import { pageAhead, type PageTable } from './frame/Pages';
import { nonce } from './nonce';
import { Refusal } from './problem';
import { sessionQuery } from './session';
import { Corner } from './Corner';
import { cssVariables, makeTheme, type Team } from './theme';
import { toast } from './toast';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !(error instanceof Refusal && error.problem.status < 500) && failures < 2,
    },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      const conflict = error instanceof Refusal && error.problem.status === 412;
      const quiet = mutation.meta?.quiet;
      if (quiet !== true && !(quiet === 'conflict' && conflict)) toast.bad(error.message);
    },
  }),
});

/** How long an empty page waits to be drawn once, with all it needs, rather than bit by bit. */
const PATIENCE_MS = 300;

/** Who is signed in, and the file of the page: with both at hand nothing is drawn twice. */
const ready = (base: string, pages: PageTable) =>
  Promise.race([
    Promise.all([pageAhead(pages, base), window.trellisAnswers && client.prefetchQuery(sessionQuery)]),
    new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);

/** Puts an app on the page, with the theme of its team. base: where it lives, "/leads". */
export async function mount(team: Team, base: string, pages: PageTable, app: ReactNode) {
  setNonce(nonce());
  restoreDensity();
  watchFirstRequests();
  await ready(base, pages);
  showTogether(client);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <MantineProvider
        theme={makeTheme(team)}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={client}>
          <BrowserRouter basename={base || '/'}>{app}</BrowserRouter>
          <Corner />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
