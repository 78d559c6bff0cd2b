import { useQuery } from '@tanstack/react-query';
import { api, data, rememberCsrf, type Schemas } from './api';
import { forgetAsked } from './first/asked';

export type Session = Schemas['Session'];

/** The signed-in person, and the proof that changes need. */
export async function loadSession(): Promise<Session> {
  const session = await data(api.GET('/v1/session'));
  rememberCsrf(session.csrf_token);
  return session;
}

/** code: of the second factor, for those who have one and were asked (CODE_REQUIRED). */
export async function signIn(email: string, password: string, code?: string): Promise<Session> {
  const session = await data(api.POST('/v1/session', { body: { email, password, ...(code && { code }) } }));
  rememberCsrf(session.csrf_token);
  forgetAsked();
  return session;
}

export async function signOut() {
  await api.DELETE('/v1/session');
  location.assign('/sign-in');
}

export const sessionQuery = { queryKey: ['session'], queryFn: loadSession, staleTime: Infinity };

export const useSession = () => useQuery(sessionQuery).data;
