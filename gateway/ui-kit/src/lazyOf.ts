import { lazy, type ComponentType } from 'react';

/** A component of a file that is fetched when it is first shown: nobody waits for what they do not look at. */
export const lazyOf = <Name extends string, File extends { [name in Name]: ComponentType<any> }>(load: () => Promise<File>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));
