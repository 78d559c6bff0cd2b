import { useEffect, useState } from 'react';

/** What is typed and not yet saved, kept over reload, sign-out and a lost line until it is saved. */
export function useDraft<Value>(key: string, initial: Value) {
  const name = `trellis-draft-${key}`;
  const [value, setValue] = useState<Value>(() => read(name) ?? initial);
  useEffect(() => {
    if (JSON.stringify(value) === JSON.stringify(initial)) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  }, [name, value, initial]);
  const clear = () => {
    localStorage.removeItem(name);
    setValue(initial);
  };
  return [value, setValue, clear] as const;
}

function read<Value>(name: string): Value | undefined {
  const kept = localStorage.getItem(name);
  return kept === null ? undefined : (JSON.parse(kept) as Value);
}
