import { api, data, recordHref, words as inWords, type LiveFact } from '@trellis/kit';
import { words } from './texts';

/** A fact of the feed. actor: "user:<id>", "key:<id>", "system" or "anonymous"; name: what its record is called, when known. */
export type Told = Pick<LiveFact, 'id' | 'type' | 'subject' | 'time' | 'actor'> & { name?: string };

/** Facts of one kind by one actor, each within minutes of the next; the newest first. */
export interface Line {
  /** Kind, actor and which of theirs it is: it stays when other facts join, so that an opened line stays open. */
  id: string;
  facts: [Told, ...Told[]];
}

const TOGETHER = 10 * 60_000;

/** Whether somebody did it, and not a program or the suite by itself. */
export const byPeople = ({ actor }: Told) => actor.startsWith('user:') || actor === 'anonymous';

/** The user behind an actor, "" for nobody known. */
export const userOf = ({ actor }: Told) => actor.split(':')[1] ?? '';

/** Lines, the newest first: what belongs together is one, whatever lies between. */
export function linesOf(facts: Told[]): Line[] {
  const lines: Line[] = [];
  const open = new Map<string, Line>();
  for (const fact of facts) {
    const key = `${fact.type} ${fact.actor}`;
    const line = open.get(key);
    if (line && Date.parse(line.facts.at(-1)!.time) - Date.parse(fact.time) <= TOGETHER) {
      line.facts.push(fact);
    } else {
      const begun: Line = { id: `${key} ${lines.filter(({ id }) => id.startsWith(key)).length}`, facts: [fact] };
      open.set(key, begun);
      lines.push(begun);
    }
  }
  return lines;
}

/** The newest of both, each once; of one that was heard the log knows more. */
export function merged(heard: Told[], before: Told[], most: number): Told[] {
  const known = new Map([...heard, ...before].map((fact) => [fact.id, fact]));
  return [...known.values()].sort((one, other) => other.time.localeCompare(one.time)).slice(0, most);
}

const short = (type: string) => type.slice(type.lastIndexOf('.') + 1);

/** "crm.leads.v1.ContactCreated" becomes "Person added", or "12 people added"; what nobody has words for is spelled out. */
export function said({ type }: Told, times = 1): string {
  const [one, many] = (words.feed.facts as Record<string, readonly [string, string] | undefined>)[short(type)] ?? [];
  if (times > 1 && many) return `${times} ${many}`;
  const spelled = one ?? inWords(short(type).replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_'));
  return times > 1 ? words.feed.times(spelled, times) : spelled;
}

export function hrefOf({ subject }: Told): string | undefined {
  const [kind = '', id = ''] = subject.split('/');
  return recordHref(kind, id);
}

const KINDS = new Set(['Note', 'Call']);
const NAMES = ['full_name', 'title', 'subject', 'name', 'contact_name', 'email'];

/** What the record in a fact's data is called; an entry of a timeline is called like its kind, which says nothing. */
function nameIn(told: Record<string, unknown>): string | undefined {
  const records = Object.values(told).filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null);
  const names = NAMES.flatMap((key) => records.map((record) => record[key]));
  return names.find((name): name is string => typeof name === 'string' && name !== '' && !KINDS.has(name));
}

/** The last facts the log has for a filter. */
async function newest(filter: string, page_size: number): Promise<Told[]> {
  const { events } = await data(api.GET('/v1/events', { params: { query: { filter, page_size, newest: true } } }));
  return events.map(({ id, type, subject, actor, occur_time = '', data: inside }) => ({ id, type, subject, actor, time: occur_time, name: nameIn(inside ?? {}) }));
}

const PEOPLE = '(actor = "user:*" OR actor = anonymous)';
const MACHINES = 'actor != "user:*" AND actor != anonymous';

/** What happened before the page was opened, for who may read the log: by people lately, by itself just now, or whatever there is. */
export async function loadBefore(): Promise<Told[]> {
  const told = await Promise.all([newest(`occur_time >= now-7d AND ${PEOPLE}`, 60), newest(`occur_time >= now-10m AND ${MACHINES}`, 40)]);
  return told.flat().length > 0 ? told.flat() : newest('occur_time >= now-1d', 40);
}
