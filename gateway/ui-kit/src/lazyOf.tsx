import { lazy, type ComponentType } from 'react';
import { Failure } from './Failure';
import { texts } from './texts';

/**
 * A component whose file is fetched when it is first shown: nobody waits for what they do not look at.
 * Where the file is not to be had (no connection, a newer version was installed) it says so and offers to load the page anew.
 */
export const lazyOf = <Name extends string, File extends { [name in Name]: ComponentType<any> }>(load: () => Promise<File>, name: Name) =>
  lazy<ComponentType<any>>(() => load().then((file) => ({ default: file[name] }), () => ({ default: Missing }))) as unknown as File[Name];

const Missing = () => <Failure error={new Error(texts.errors.missing)} retry={() => location.reload()} />;
