import { useQuery } from '@tanstack/react-query';
import { api, data, rememberCsrf, type Schemas } from './api';
import { hearTime } from './clock';
import { forgetAsked } from './first/asked';
import { hearFrom } from './live';
import { hearLocale } from './locale';

export type Session = Schemas['Session'];

/** The signed-in person, and the proof that changes need. */
export async function loadSession(): Promise<Session> {
  return heard(await data(api.GET('/v1/session')));
}

/** code: of the second factor, for those who have one and were asked (CODE_REQUIRED). */
export async function signIn(email: string, password: string, code?: string): Promise<Session> {
  const session = await data(api.POST('/v1/session', { body: { email, password, ...(code && { code }) } }));
  forgetAsked();
  return heard(session);
}

function heard(session: Session): Session {
  rememberCsrf(session.csrf_token);
  hearTime(session.current_time);
  hearLocale(session.user.locale);
  hearFrom(session.last_event_id);
  return session;
}

/** Whose password a one-time link sets. token: what stands behind # in it. */
export const invited = (token: string) => data(api.POST('/v1/session/invitation', { body: { token } }));

/** Sets the password of a one-time link and signs in; code as for signIn. */
export async function acceptInvitation(token: string, password: string, code?: string): Promise<Session> {
  const body = { token, password, ...(code && { code }) };
  const session = await data(api.POST('/v1/session/invitation:accept', { body }));
  forgetAsked();
  return heard(session);
}

export async function signOut() {
  await api.DELETE('/v1/session');
  location.assign('/sign-in');
}

export const sessionQuery = { queryKey: ['session'], queryFn: loadSession, staleTime: Infinity };

export const useSession = () => useQuery(sessionQuery).data;
