import { Dialog, FieldInput, texts as kit, type FieldValue } from '@trellis/kit';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts';

export type BulkKind = 'addTag' | 'removeTag' | 'assign';

interface Props {
  kind: BulkKind;
  close: () => void;
  apply: (value: FieldValue) => void;
}

/** Asks which tags, or which owner, the selected people get. */
export function BulkDialog({ kind, close, apply }: Props) {
  const [value, setValue] = useState<FieldValue>(kind === 'assign' ? '' : []);
  const field =
    kind === 'assign'
      ? ({ name: 'owner', label: texts.bulk.owner, kind: 'person' } as const)
      : ({ name: 'tags', label: texts.bulk.tags, kind: 'tags' } as const);
  const empty = Array.isArray(value) ? value.length === 0 : !value;
  const submit = () => {
    apply(value);
    close();
  };
  return (
    <Dialog onClose={close} title={texts.bulk[kind]} size="sm">
      <form onSubmit={(event) => (event.preventDefault(), submit())}>
        <FieldInput first field={field} value={value} onChange={setValue} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {kit.form.cancel}
          </Button>
          <Button type="submit" disabled={empty}>
            {texts.bulk[kind]}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
