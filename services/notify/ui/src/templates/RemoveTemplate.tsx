import { api, data, MoreMenu, Refusal, toast } from '@trellis/kit';
import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Removing } from '../Removing';
import type { Template } from './TemplatesPage';
import { texts as say } from './texts';

/** Deletes a template; it does not come back, so it asks. */
export function RemoveTemplate({ template: { id, key, etag } }: { template: Template }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, { open, close }] = useDisclosure();
  const remove = useMutation({
    mutationFn: () => data(api.DELETE('/v1/templates/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } } })),
    onSuccess: () => {
      toast.good(say.removed(key));
      void navigate('/templates');
      client.removeQueries({ queryKey: ['templates', id] });
    },
    onError: (error) => {
      close();
      if (error instanceof Refusal && error.problem.status === 412) void client.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  return (
    <>
      <MoreMenu label={say.more}>
        <Menu.Item leftSection={<IconTrash size={15} />} onClick={open}>
          {say.remove}
        </Menu.Item>
      </MoreMenu>
      <Removing opened={asking} title={say.removeTitle(key)} help={say.removeHelp} busy={remove.isPending} keep={close} remove={() => remove.mutate()} />
    </>
  );
}
