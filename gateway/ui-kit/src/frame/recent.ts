import { useEffect } from 'react';

const KEY = 'trellis-recent';
const KEPT = 8;

/** A record somebody looked at: its full address and its name. */
export interface Recent {
  href: string;
  label: string;
  kind: string;
}

export function recents(): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Recent[];
  } catch {
    return [];
  }
}

/** Remembers the record a page shows, for the palette. */
export function useRecent(kind: string, label?: string) {
  useEffect(() => {
    if (!label) return;
    const now = { href: location.pathname, label, kind };
    const others = recents().filter(({ href }) => href !== now.href);
    localStorage.setItem(KEY, JSON.stringify([now, ...others].slice(0, KEPT)));
  }, [kind, label]);
}
