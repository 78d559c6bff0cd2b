import { en } from './en';

/** Every text of every screen, in the reader's language; English until another is complete. */
export const texts = en;
