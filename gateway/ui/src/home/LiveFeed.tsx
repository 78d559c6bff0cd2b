import { may, Person, Section, useLive, usePeople, When, type Session } from '@trellis/kit';
import { Skeleton, Text, Title } from '@mantine/core';
import { IconChevronRight, IconRobot, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { byPeople, hrefOf, linesOf, loadBefore, merged, said, userOf, type Line, type Told } from './feed';
import { words } from './texts';

const TEXT = words.feed;
const KEY = 'trellis-feed';
const HEARD = 100;
const MOST = 500;
const LINES = { people: 10, itself: 5 };
const INSIDE = 50;

const kept = (): Told[] => {
  try {
    return (JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Told[]).filter(({ actor }) => typeof actor === 'string');
  } catch {
    return [];
  }
};

/** What happens: first what people did, then what the suite did by itself; much of one kind is one line that opens. */
export function LiveFeed({ session }: { session?: Session }) {
  const [heard, setFacts] = useState(kept);
  const allowed = session !== undefined && may(session, 'events.read');
  const { data: before = [], isPending } = useQuery({ queryKey: ['feed'], queryFn: loadBefore, enabled: allowed, retry: false, staleTime: Infinity, meta: { still: true } });
  useLive((fact) => {
    if (!fact || fact.presence) return;
    setFacts((known) => {
      const now = [fact, ...known.filter(({ id }) => id !== fact.id)].slice(0, HEARD);
      sessionStorage.setItem(KEY, JSON.stringify(now));
      return now;
    });
  });
  const facts = merged(heard, before, MOST);
  const waiting = isPending && (session === undefined || allowed);
  const people = linesOf(facts.filter(byPeople)).slice(0, LINES.people);
  const itself = linesOf(facts.filter((fact) => !byPeople(fact))).slice(0, LINES.itself);
  return (
    <Section title={TEXT.title} flush>
      {facts.length === 0 && waiting && <Skeleton h={120} m="md" />}
      {facts.length === 0 && !waiting && (
        <Text size="sm" c="dimmed" p="md">
          {TEXT.empty}
        </Text>
      )}
      <Part title={TEXT.people} lines={people} />
      <Part title={TEXT.itself} lines={itself} />
    </Section>
  );
}

function Part({ title, lines }: { title: string; lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <Title order={3} className="feed-part">
        {title}
      </Title>
      <ol className="plain feed" aria-label={title}>
        {lines.map((line) => (
          <li key={line.id} className="flash">
            <Lines line={line} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Lines({ line: { facts } }: { line: Line }) {
  const [newest] = facts;
  if (facts.length === 1) return <Linked fact={newest} className="feed-line" inside={<Happened fact={newest} />} />;
  return (
    <details className="feed-group">
      <summary className="feed-line">
        <Happened fact={newest} times={facts.length} />
        <IconChevronRight size={14} className="feed-opens" aria-hidden />
      </summary>
      <ol className="plain feed-inside">
        {facts.slice(0, INSIDE).map((fact) => (
          <li key={fact.id}>
            <Linked
              fact={fact}
              inside={
                <>
                  <span className="feed-name">{fact.name ?? said(fact)}</span>
                  <When time={fact.time} />
                </>
              }
            />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Linked({ fact, className, inside }: { fact: Told; className?: string; inside: ReactNode }) {
  const href = hrefOf(fact);
  return href ? (
    <a href={href} className={className}>
      {inside}
    </a>
  ) : (
    <div className={className}>{inside}</div>
  );
}

/** What happened to whom; below it who did it, and when. */
function Happened({ fact, times = 1 }: { fact: Told; times?: number }) {
  const { nameOf } = usePeople();
  const name = nameOf(userOf(fact));
  return (
    <>
      <Actor fact={fact} name={name} />
      <span className="feed-said">
        <span className="feed-name">
          <b>{said(fact, times)}</b>
          {times === 1 && fact.name && <> {fact.name}</>}
        </span>
        <span className="feed-who">
          {whoDid(fact, name)}
          <span aria-hidden> · </span>
          <When time={fact.time} />
        </span>
      </span>
    </>
  );
}

function Actor({ fact, name }: { fact: Told; name: string }) {
  if (fact.actor.startsWith('user:')) return <Person name={name || '?'} size={26} />;
  const Icon = byPeople(fact) ? IconWorld : IconRobot;
  return (
    <span className="feed-icon">
      <Icon size={15} aria-hidden />
    </span>
  );
}

function whoDid(fact: Told, name: string): string {
  if (fact.actor.startsWith('user:')) return name || TEXT.somebody;
  if (fact.actor.startsWith('key:')) return TEXT.program(name);
  return byPeople(fact) ? TEXT.visitor : TEXT.suite;
}
