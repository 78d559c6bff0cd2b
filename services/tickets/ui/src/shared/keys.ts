import type { PlaceKeys } from '@trellis/kit';
import { texts } from '../texts';

/** The keys of the desk: what listens takes them from here, and so does the sheet that tells them. */
export const KEYS = {
  next: 'j',
  previous: 'k',
  reply: 'r',
  note: 'n',
  take: 't',
  solve: 's',
  leave: 'Escape',
} as const;

export type DeskKey = keyof typeof KEYS;

export const deskKeys: PlaceKeys = {
  title: texts.keys.title,
  keys: (Object.keys(KEYS) as DeskKey[]).map((name) => [KEYS[name], texts.keys[name]]),
};
