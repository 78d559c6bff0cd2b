import { Modal } from '@mantine/core';
import type { ComponentProps } from 'react';
import { RecordForm } from './RecordForm';

interface Props<Result> extends ComponentProps<typeof RecordForm<Result>> {
  title: string;
  opened: boolean;
  close: () => void;
  size?: string;
}

/** A form in a dialog; closing it keeps the draft, cancelling forgets it. */
export function FormDialog<Result>({ title, opened, close, size = 'md', onDone, ...form }: Props<Result>) {
  const done = (result: Result) => {
    close();
    onDone?.(result);
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size={size}>
      <RecordForm {...form} onDone={done} onCancel={close} />
    </Modal>
  );
}
