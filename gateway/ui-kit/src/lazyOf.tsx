import { lazy, type ComponentType } from 'react';
import { Failure } from './Failure';
import { texts } from './texts';

type Found = { default: ComponentType<any> };

/** Something to show whose file can be fetched before it is shown. */
export interface Ahead {
  ahead: () => Promise<unknown>;
}

/**
 * A component whose file is fetched when it is first shown: nobody waits for what they do not look at.
 * Where the file is not to be had (no connection, a newer version was installed) it says so and offers to load the page anew.
 * What was fetched ahead is shown at once: React holds back for 300 ms whatever follows a placeholder.
 */
export function lazyOf<Name extends string, File extends { [name in Name]: ComponentType<any> }>(load: () => Promise<File>, name: Name) {
  let found: Found | undefined;
  const fetched = (): Promise<Found> => load().then((file) => ({ default: file[name] }), () => ({ default: Missing }));
  const ahead = async () => (found = await fetched());
  const atOnce = { then: (show: (file?: Found) => void) => show(found) } as Promise<Found>;
  return Object.assign(lazy(() => (found ? atOnce : fetched())), { ahead }) as unknown as File[Name] & Ahead;
}

const Missing = () => <Failure error={new Error(texts.errors.missing)} retry={() => location.reload()} />;
