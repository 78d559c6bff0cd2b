import { api, may, useLive, usePeople, useSession } from '@trellis/kit';
import { useEffect, useState } from 'react';
import { texts } from '../texts';

/** Who is here says so again this often; who was not heard of for longer is gone. */
const AGAIN = 30_000;
const GONE_AFTER = 75_000;

type Doing = 'READING' | 'WRITING' | 'GONE';
type Others = Record<string, { writing: boolean; heard: number }>;

let told: Promise<unknown> = Promise.resolve();

/** One after the other, so that the last word stays the last; one that fails is not worth a word. */
function tell(id: string, doing: Doing) {
  const say = () => api.POST('/v1/tickets/{id}:attend', { params: { path: { id } }, body: { doing }, keepalive: true });
  told = told.then(say).catch(() => undefined);
}

/** Says that one is at a ticket; the others who are, as sentences. */
export function usePresence(id: string, writing: boolean): string[] {
  const session = useSession();
  const me = session?.user.id;
  const works = session !== undefined && may(session, 'tickets.write');
  const { nameOf } = usePeople();
  const [others, setOthers] = useState<Others>({});
  const doing = writing ? 'WRITING' : 'READING';
  useEffect(() => {
    if (works) tell(id, doing);
    const timer = setInterval(() => {
      if (works && !document.hidden) tell(id, doing);
      setOthers((known) => Object.fromEntries(Object.entries(known).filter(([, { heard }]) => Date.now() - heard < GONE_AFTER)));
    }, AGAIN);
    return () => clearInterval(timer);
  }, [id, doing, works]);
  useEffect(() => {
    if (!works) return;
    const leave = () => tell(id, 'GONE');
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [id, works]);
  useLive((fact) => {
    const said = fact?.subject === `tickets/${id}` ? fact.presence : undefined;
    if (!said || said.user_id === me) return;
    if (works && !others[said.user_id] && said.doing !== 'GONE') tell(id, doing); // whoever just came does not know of us
    const { [said.user_id]: _, ...rest } = others;
    setOthers(said.doing === 'GONE' ? rest : { ...rest, [said.user_id]: { writing: said.doing === 'WRITING', heard: Date.now() } });
  });
  return Object.entries(others).map(([who, other]) => texts.presence[other.writing ? 'writing' : 'reading'](nameOf(who) || texts.presence.somebody));
}
