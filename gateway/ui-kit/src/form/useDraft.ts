import { useEffect, useState } from 'react';

const NAME = (key: string) => `trellis-draft:${key}`;

function kept<Value>(key: string, initial: Value): Value {
  try {
    const text = localStorage.getItem(NAME(key));
    return text === null ? initial : (JSON.parse(text) as Value);
  } catch {
    return initial;
  }
}

/** What is left of a text when what was sent of it is gone: whoever writes on while it is sent loses nothing. */
export const unsent = (now: string, sent: string) => (now.startsWith(sent) ? now.slice(sent.length) : now);

/** State that outlives a reload, a lost connection and the end of the session, until it is forgotten. A secret does not. */
export function useDraft<Value>(key: string, initial: Value, { secret = false } = {}) {
  const read = () => (secret ? initial : kept(key, initial));
  const [draft, setDraft] = useState(() => ({ key, value: read() }));
  const current = draft.key === key ? draft : { key, value: read() };
  if (current !== draft) setDraft(current);
  const empty = JSON.stringify(current.value) === JSON.stringify(initial);

  useEffect(() => {
    if (secret) return;
    if (empty) localStorage.removeItem(NAME(key));
    else localStorage.setItem(NAME(key), JSON.stringify(current.value));
  }, [key, current.value, empty, secret]);

  const set = (next: Value | ((now: Value) => Value)) =>
    setDraft((before) => {
      const now = before.key === key ? before.value : read();
      return { key, value: next instanceof Function ? next(now) : next };
    });
  const forget = () => {
    localStorage.removeItem(NAME(key));
    setDraft({ key, value: initial });
  };
  return [current.value, set, forget] as const;
}
