import type { ComponentProps } from 'react';
import { Dialog } from '../dialog/Dialog';
import { RecordForm } from './RecordForm';

export interface FormDialogProps<Result> extends ComponentProps<typeof RecordForm<Result>> {
  title: string;
  opened: boolean;
  close: () => void;
  size?: string;
}

/** What FormDialog shows once it is there. */
export function LoadedFormDialog<Result>({ title, opened, close, size = 'md', onDone, ...form }: FormDialogProps<Result>) {
  const done = (result: Result) => {
    close();
    onDone?.(result);
  };
  return (
    <Dialog opened={opened} onClose={close} title={title} size={size}>
      <RecordForm {...form} onDone={done} onCancel={close} />
    </Dialog>
  );
}
