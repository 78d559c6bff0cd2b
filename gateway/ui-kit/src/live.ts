import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { fetchAgain } from './fetchAgain';
import { follow } from './stream';

/** A fact as the stream tells it: what happened to which record. */
export interface LiveFact {
  /** "crm.leads.v1.ContactCreated" */
  type: string;
  /** The record it is about: "contacts/0193…" */
  subject: string;
  id: string;
  service: string;
  /** RFC 3339 */
  time: string;
  owner_id: string;
  /** Who did it: "user:<id>", "key:<id>", "system" or "anonymous". */
  actor: string;
  /** Nothing happened: somebody is at the record, and does this. */
  presence?: { user_id: string; doing: 'READING' | 'WRITING' | 'GONE' };
}

type Listener = (fact: LiveFact | null) => void;

/*
 * A browser opens at most six connections to one host over HTTP/1.1, so the tabs share one stream:
 * the tab that holds the lock reads it and passes each fact on; when that tab closes, the next one
 * takes over where that one was. null means: something may have been missed, fetch what you show again.
 */
const listeners = new Set<Listener>();
let bus: BroadcastChannel | undefined;
let leading = false;
let connected = true;
/** The id of the last event that this tab or the one that reads for it heard. */
let place = '';
let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));

/** Learns where the facts begin that the page's own data does not tell yet; "" where nobody knows. */
export function hearFrom(id: string) {
  place ||= id;
  begin();
}

const hear = (fact: LiveFact | null) => listeners.forEach((listener) => listener(fact));
const show = (now: boolean) => {
  connected = now;
  document.documentElement.dataset.live = now ? 'on' : 'off';
};

type Message =
  | { kind: 'fact'; fact: LiveFact | null }
  | { kind: 'state'; on: boolean }
  /** Everything up to here was told; `newcomer`: to those who were there. */
  | { kind: 'place'; id: string; newcomer?: boolean };

/** Whether all up to an id was heard up to another; ids begin with a time in ms. */
const covers = (heard: string, id: string) => parseInt(heard) >= parseInt(id);

function take(message: Message) {
  if (message.kind === 'fact') hear(message.fact);
  else if (message.kind === 'state') show(message.on);
  else {
    // What happened between the data of a new tab and its first word with the one that reads.
    if (message.newcomer && !covers(place, message.id)) hear(null);
    place = message.id;
  }
}

function tell(message: Message) {
  bus?.postMessage(message);
  take(message);
}

function read(): Promise<void> {
  leading = true;
  return follow({
    place: () => place,
    onOpen: () => {
      tell({ kind: 'state', on: true });
      if (!place) tell({ kind: 'fact', fact: null });
    },
    onPlace: (id) => tell({ kind: 'place', id }),
    onSignal: (signal) => {
      if (signal === 'resync') tell({ kind: 'fact', fact: null });
      else if (signal === 'up' || signal === 'down') tell({ kind: 'state', on: signal === 'up' });
    },
    onFact: (text) => tell({ kind: 'fact', fact: JSON.parse(text) as LiveFact }),
    onLost: () => tell({ kind: 'state', on: false }),
  });
}

function start() {
  if (bus) return;
  bus = new BroadcastChannel('trellis-live');
  bus.onmessage = ({ data }: MessageEvent<Message | { kind: 'hello' }>) => {
    if (data.kind !== 'hello') take(data);
    else if (leading) {
      bus?.postMessage({ kind: 'state', on: connected });
      bus?.postMessage({ kind: 'place', id: place, newcomer: true });
    }
  };
  // Locks exist over HTTPS and on localhost only; elsewhere each tab reads for itself.
  void begun.then(() => {
    bus?.postMessage({ kind: 'hello' });
    if (navigator.locks) void navigator.locks.request('trellis-live', read);
    else void read();
  });
}

/** Calls back for every fact this person may see. */
export function useLive(listener: Listener) {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    start();
    const hearing: Listener = (fact) => latest.current(fact);
    listeners.add(hearing);
    return () => {
      listeners.delete(hearing);
    };
  }, []);
}

const TOGETHER = 250;

/**
 * Fetches again what the page shows whenever something happened; facts that come together count once.
 * A page that knows better which of its queries a fact touches uses `useLive` and sets staleTime.
 */
export function useLiveQueries() {
  const client = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = () => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => {
      // What is being changed right now would be shown as it was before.
      if (client.isMutating() > 0) later();
      else void fetchAgain(client, { predicate: ({ meta }) => !meta?.still });
    }, TOGETHER);
  };
  useLive((fact) => {
    if (!fact?.presence) later();
  });
}
