import { Suspense, useState } from 'react';
import { lazyOf } from '../lazyOf';
import type { FormDialogProps } from './LoadedFormDialog';

const LoadedFormDialog = lazyOf(() => import('./LoadedFormDialog'), 'LoadedFormDialog');

/** A form in a dialog; its code comes when it is first opened. Closing keeps the draft, cancelling forgets it. */
export function FormDialog<Result>(props: FormDialogProps<Result>) {
  const [wanted, setWanted] = useState(props.opened);
  if (props.opened && !wanted) setWanted(true);
  return <Suspense>{wanted && <LoadedFormDialog {...props} />}</Suspense>;
}
