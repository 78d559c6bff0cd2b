import { api, count, data, Dialog, FormDialog, may, MoreMenu, texts as kit, useSession } from '@trellis/kit';
import { Button, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClock, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { countMembers } from '../segments/api';
import { texts } from '../texts';
import { campaignKey, CAMPAIGNS, type Campaign } from './api';
import { EditCampaign } from './CampaignForm';

const { campaigns: say } = texts;

type Verb = 'launch' | 'unschedule' | 'pause' | 'resume' | 'cancel';

const send = (verb: Verb, id: string): Promise<Campaign> => {
  const options = { params: { path: { id } }, body: {} };
  switch (verb) {
    case 'launch':
      return data(api.POST('/v1/campaigns/{id}:launch', options));
    case 'unschedule':
      return data(api.POST('/v1/campaigns/{id}:unschedule', options));
    case 'pause':
      return data(api.POST('/v1/campaigns/{id}:pause', options));
    case 'resume':
      return data(api.POST('/v1/campaigns/{id}:resume', options));
    case 'cancel':
      return data(api.POST('/v1/campaigns/{id}:cancel', options));
  }
};

/** What can be done with a campaign in the state it is in. */
export function Actions({ campaign }: { campaign: Campaign }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const [launching, launch] = useDisclosure();
  const [timing, time] = useDisclosure();
  const [editing, edit] = useDisclosure();
  const { id, state } = campaign;
  const changed = (now: Campaign) => {
    client.setQueryData(campaignKey(id), now);
    void client.invalidateQueries({ queryKey: [CAMPAIGNS] });
  };
  const acting = useMutation({ mutationFn: (verb: Verb) => send(verb, id), onSuccess: changed });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/campaigns/{id}', { params: { path: { id } } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [CAMPAIGNS] });
      void navigate('/campaigns');
    },
  });
  const button = (verb: Verb, icon: ReactNode) => (
    <Button variant="default" leftSection={icon} loading={acting.isPending} onClick={() => acting.mutate(verb)}>
      {say[verb]}
    </Button>
  );
  const timed = state === 'DRAFT' || state === 'PAUSED';
  if (!may(session, 'campaigns.launch')) return null;
  return (
    <>
      {state === 'SCHEDULED' && button('unschedule', <IconClock size={15} />)}
      {state === 'RUNNING' && button('pause', <IconPlayerPause size={15} />)}
      {state === 'PAUSED' && button('resume', <IconPlayerPlay size={15} />)}
      {(state === 'RUNNING' || state === 'PAUSED') && button('cancel', <IconPlayerStop size={15} />)}
      {timed && (
        <Button variant="default" leftSection={<IconClock size={15} />} onClick={time.open}>
          {say.schedule}
        </Button>
      )}
      {state === 'DRAFT' && (
        <>
          <Button leftSection={<IconSend size={15} />} onClick={launch.open}>
            {say.launch}
          </Button>
          <MoreMenu label={texts.contact.more}>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={edit.open}>
              {say.change}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove.mutate()}>
              {say.remove}
            </Menu.Item>
          </MoreMenu>
        </>
      )}
      {editing && <EditCampaign campaign={campaign} close={edit.close} />}
      <Launch campaign={campaign} opened={launching} close={launch.close} go={() => acting.mutate('launch')} />
      <FormDialog
        title={say.schedule}
        opened={timing}
        close={time.close}
        draftKey={`campaign:${id}:time`}
        fields={[{ name: 'start_time', label: say.start, kind: 'moment', required: true }]}
        submit={say.schedule}
        save={({ start_time }) => {
          const body = { start_time: new Date(String(start_time)).toISOString() };
          return data(api.POST('/v1/campaigns/{id}:schedule', { params: { path: { id } }, body }));
        }}
        onDone={changed}
      />
    </>
  );
}

/** The only thing here that cannot be taken back asks first, with the number of people. */
function Launch({ campaign, opened, close, go }: { campaign: Campaign; opened: boolean; close: () => void; go: () => void }) {
  const { data: members } = useQuery({
    queryKey: ['segment', campaign.segment_id, 'count', ''],
    queryFn: () => countMembers(campaign.segment_id),
    enabled: opened,
  });
  return (
    <Dialog opened={opened} onClose={close} title={say.launchTitle} size="sm">
      <Text size="sm">{say.launchHelp(members ? count(members.count) : '…')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {kit.form.cancel}
        </Button>
        <Button onClick={() => (close(), go())}>{say.launch}</Button>
      </Group>
    </Dialog>
  );
}
