import { Section, useLive, usePeople, When, words as inWords, type LiveFact } from '@trellis/kit';
import { Text } from '@mantine/core';
import { useState } from 'react';
import { words } from './texts';

const SHOWN = 20;
const KEY = 'trellis-feed';

const kept = (): LiveFact[] => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as LiveFact[];
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

/** What colleagues do, as they do it. */
export function LiveFeed() {
  const [facts, setFacts] = useState(kept);
  const { nameOf } = usePeople();
  useLive((fact) => {
    if (!fact) return;
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
