import './fonts/fonts.css';
import './mantine.css';
import './kit.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { restoreDensity } from './density';
import { nonce } from './nonce';
import { Refusal } from './problem';
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

/** Puts an app on the page, with the theme of its team. */
export function mount(team: Team, app: ReactNode) {
  setNonce(nonce());
  restoreDensity();
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <MantineProvider
        theme={makeTheme(team)}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" limit={4} />
          {app}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
