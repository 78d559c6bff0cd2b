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

  const set = (value: Value) => setDraft({ key, value });
  const forget = () => {
    localStorage.removeItem(NAME(key));
    setDraft({ key, value: initial });
  };
  return [current.value, set, forget] as const;
}
