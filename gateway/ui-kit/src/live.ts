import { useEffect, useRef } from 'react';

/** A fact as the stream tells it: what happened to which record. */
export interface LiveFact {
  type: string;
  subject: string;
  id: string;
}

type Listener = (fact: LiveFact | null) => void;

/*
 * A browser opens at most six connections to one host over HTTP/1.1, so the tabs share one stream:
 * the tab that holds the lock reads it and passes each fact on; when that tab closes, the next one
 * takes over. null means: something may have been missed, fetch what you show again.
 */
const listeners = new Set<Listener>();
let bus: BroadcastChannel | undefined;
let leading = false;
let connected = false;

const hear = (fact: LiveFact | null) => listeners.forEach((listener) => listener(fact));
const show = (now: boolean) => {
  connected = now;
  document.documentElement.dataset.live = now ? 'on' : 'off';
};

function tell(message: { kind: 'fact'; fact: LiveFact | null } | { kind: 'state'; on: boolean }) {
  bus?.postMessage(message);
  if (message.kind === 'fact') hear(message.fact);
  else show(message.on);
}

function read() {
  leading = true;
  const stream = new EventSource('/v1/stream');
  stream.onmessage = (event) => tell({ kind: 'fact', fact: JSON.parse(event.data) as LiveFact });
  stream.onopen = () => {
    tell({ kind: 'state', on: true });
    tell({ kind: 'fact', fact: null });
  };
  stream.onerror = () => {
    tell({ kind: 'state', on: false });
    if (stream.readyState === EventSource.CLOSED) setTimeout(read, 5000);
  };
}

function start() {
  if (bus) return;
  bus = new BroadcastChannel('trellis-live');
  bus.onmessage = ({ data }) => {
    if (data.kind === 'hello' && leading) tell({ kind: 'state', on: connected });
    if (data.kind === 'state') show(data.on);
    if (data.kind === 'fact') hear(data.fact);
  };
  bus.postMessage({ kind: 'hello' });
  // Locks exist over HTTPS and on localhost only; elsewhere each tab reads for itself.
  if (navigator.locks) void navigator.locks.request('trellis-live', () => new Promise<void>(read));
  else read();
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
