import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { api, data, Dialog, toast } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Contract, UsageLimit } from '../shared/types';
import { Buttons, Said } from '../shared/WinDialog';
import { texts } from '../texts';

const { usage: say } = texts.contracts;
const MOST = 20;

/** The plan of a contract, and how much it allows in a month. */
export function LimitsDialog({ contract, close }: { contract: Contract; close: () => void }) {
  const client = useQueryClient();
  const [plan, setPlan] = useState(contract.plan);
  const [limits, setLimits] = useState<UsageLimit[]>(contract.limits);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const params = { path: { id: contract.id }, header: { 'If-Match': `"${contract.etag}"` } };
      return data(api.PATCH('/v1/contracts/{id}', { params, body: { plan, limits } }));
    },
    onSuccess: () => {
      close();
      toast.good(say.saved);
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const change = (at: number, patch: Partial<UsageLimit>) => setLimits(limits.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={close} title={say.edit}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <TextInput label={say.plan} data-autofocus value={plan} maxLength={100} onChange={(event) => setPlan(event.currentTarget.value)} />
        {limits.map(({ metric, quantity }, at) => (
          <Group key={at} gap="xs" align="flex-end" wrap="nowrap">
            <TextInput label={say.metric} placeholder="seats" value={metric} flex={1} onChange={(event) => change(at, { metric: event.currentTarget.value })} />
            <NumberInput label={say.limit} min={0} value={quantity || ''} w={130} onChange={(value) => change(at, { quantity: Number(value) || 0 })} />
            <ActionIcon variant="default" size="lg" aria-label={say.remove(metric)} onClick={() => setLimits(limits.filter((_, index) => index !== at))}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-sm" variant="light" w="fit-content" leftSection={<IconPlus size={14} />} disabled={limits.length >= MOST} onClick={() => setLimits([...limits, { metric: '', quantity: 0 }])}>
          {say.add}
        </Button>
        <Text size="sm" c="dimmed">
          {say.help}
        </Text>
        <Said error={save.error} />
        <Buttons close={close} waiting={save.isPending} label={say.save} />
      </Stack>
    </Dialog>
  );
}
