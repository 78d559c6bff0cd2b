import { api, data, may, Section, useLive, usePeople, When, words as inWords, type LiveFact, type Session } from '@trellis/kit';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from './texts';

const SHOWN = 20;
const KEY = 'trellis-feed';

type Told = Pick<LiveFact, 'id' | 'type' | 'subject' | 'time' | 'owner_id'>;

const kept = (): Told[] => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Told[];
  } catch {
    return [];
  }
};

/** "crm.leads.v1.ContactCreated" becomes "Contact created". */
const said = (type: string) => inWords(type.slice(type.lastIndexOf('.') + 1).replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_'));

const PAGES: Record<string, string> = {
  contacts: '/leads/people/',
  companies: '/leads/companies/',
  deals: '/deals/deals/',
  tickets: '/tickets/',
};

function hrefOf(subject: string): string | undefined {
  const [kind = '', id = ''] = subject.split('/');
  return PAGES[kind] && id ? `${PAGES[kind]}${id}` : undefined;
}

const WINDOWS = ['now-10m', 'now-3h', 'now-1d'];
const MOST_PAGES = 4;

/** The facts since then; the log begins with the oldest. */
async function toldSince(since: string): Promise<Told[]> {
  const told: Told[] = [];
  let after = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { filter: `occur_time >= ${since}`, page_size: 500, after };
    const { events, more, next_after } = await data(api.GET('/v1/events', { params: { query } }));
    told.push(...events.map(({ occur_time = '', ...fact }) => ({ ...fact, time: occur_time })));
    if (!more) break;
    after = next_after;
  }
  return told;
}

/** What happened before the page was opened, for who may read the log. */
async function loadBefore(): Promise<Told[]> {
  for (const since of WINDOWS) {
    const told = await toldSince(since);
    if (told.length >= SHOWN || since === WINDOWS.at(-1)) return told;
  }
  return [];
}

/** The newest of both, each once. */
function merged(heard: Told[], before: Told[]): Told[] {
  const known = new Set(heard.map(({ id }) => id));
  const all = [...heard, ...before.filter(({ id }) => !known.has(id))];
  return all.sort((one, other) => other.time.localeCompare(one.time)).slice(0, SHOWN);
}

/** What colleagues do, as they do it. */
export function LiveFeed({ session }: { session?: Session }) {
  const [heard, setFacts] = useState(kept);
  const allowed = session !== undefined && may(session, 'events.read');
  const { data: before = [] } = useQuery({ queryKey: ['feed'], queryFn: loadBefore, enabled: allowed, retry: false, staleTime: Infinity, meta: { still: true } });
  const facts = merged(heard, before);
  const { nameOf } = usePeople();
  useLive((fact) => {
    if (!fact || fact.presence) return;
    setFacts((before) => {
      const now = [fact, ...before.filter(({ id }) => id !== fact.id)].slice(0, SHOWN);
      sessionStorage.setItem(KEY, JSON.stringify(now));
      return now;
    });
  });
  return (
    <Section title={words.home.feed} flush>
      {facts.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {words.home.feedEmpty}
        </Text>
      )}
      <ol className="plain day">
        {facts.map((fact) => {
          const href = hrefOf(fact.subject);
          const inside = (
            <>
              <span className="day-label">{said(fact.type)}</span>
              <span className="day-note">
                {[nameOf(fact.owner_id)].filter(Boolean).join('')} {fact.time && <When time={fact.time} />}
              </span>
            </>
          );
          return (
            <li key={fact.id} className="flash">
              {href ? <a href={href}>{inside}</a> : <div>{inside}</div>}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
