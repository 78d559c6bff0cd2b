import createClient, { type Middleware } from 'openapi-fetch';
import { send } from './first/answers';
import { problemOf, Refusal } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

let csrfToken = '';

/** Tells the API client which token proves that a change comes from our own pages. */
export const rememberCsrf = (token: string) => {
  csrfToken = token;
};

const guard: Middleware = {
  onRequest({ request }) {
    if (csrfToken && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return;
    if (response.status === 401 && !location.pathname.startsWith('/sign-in')) signInAgain();
    throw new Refusal(await problemOf(response));
  },
};

/** The typed client of the public API; a refusal is thrown as Refusal. */
export const api = createClient<paths>({ baseUrl: '', fetch: send });
api.use(guard);

/** The data of an answer; refusals were thrown before. */
export const data = async <T>(answer: Promise<{ data?: T }>): Promise<T> => (await answer).data as T;

function signInAgain() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.assign(`/sign-in?next=${next}`);
}
