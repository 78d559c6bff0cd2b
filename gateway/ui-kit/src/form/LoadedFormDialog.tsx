import { Modal } from '@mantine/core';
import { useEffect, useState, type ComponentProps } from 'react';
import { RecordForm } from './RecordForm';

export interface FormDialogProps<Result> extends ComponentProps<typeof RecordForm<Result>> {
  title: string;
  opened: boolean;
  close: () => void;
  size?: string;
}

/** What FormDialog shows once it is there. */
export function LoadedFormDialog<Result>({ title, opened, close, size = 'md', onDone, ...form }: FormDialogProps<Result>) {
  const [shown, show] = useState(false); // a dialog that is open from the start would not give the focus back
  useEffect(() => show(opened), [opened]);
  const done = (result: Result) => {
    close();
    onDone?.(result);
  };
  return (
    <Modal opened={shown} onClose={close} title={title} size={size}>
      <RecordForm {...form} onDone={done} onCancel={close} />
    </Modal>
  );
}
