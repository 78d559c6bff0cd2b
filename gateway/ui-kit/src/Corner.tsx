import { useWindowEvent } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { lazyOf } from './lazyOf';

const Toasts = lazyOf(() => import('./Toasts'), 'Toasts');

/** Where short words appear. The code for it comes when somebody begins to do something; what is said meanwhile waits in its store. */
export function Corner() {
  const [touched, setTouched] = useState(false);
  const touch = () => setTouched(true);
  useWindowEvent('pointerdown', touch);
  useWindowEvent('keydown', touch);
  useWindowEvent('click', touch);
  return <Suspense>{touched && <Toasts />}</Suspense>;
}
