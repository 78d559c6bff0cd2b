import { api, blanked, data, EditDialog, FormDialog, quoted, type FormField } from '@trellis/kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { texts } from '../texts';
import { CAMPAIGNS, campaignKey, loadCampaign, type Campaign } from './api';

const { campaigns: say } = texts;
const NONE = { value: '', label: '–' };

/** What a campaign may say: advertising; of other messages only the one it has already. */
const FITTING = 'purpose = PROMOTIONAL';

function useFields(chosen = ''): FormField[] {
  const segments = useQuery({ queryKey: ['segments', 'choice'], queryFn: () => data(api.GET('/v1/segments', { params: { query: { order_by: 'name', page_size: 200 } } })) });
  const filter = chosen ? `${FITTING} OR key = ${quoted(chosen)}` : FITTING;
  const templates = useQuery({ queryKey: ['templates', filter], queryFn: () => data(api.GET('/v1/templates', { params: { query: { filter, page_size: 200 } } })), retry: false });
  const people = segments.data?.segments.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const messages = templates.data?.templates.map(({ key, subject }) => ({ value: key, label: blanked(subject) || key })) ?? [];
  return [
    { name: 'name', label: say.name, required: true },
    { name: 'segment_id', label: say.segment, kind: 'choice', options: [NONE, ...people], required: true },
    { name: 'template_key', label: say.template, kind: 'choice', options: [NONE, ...messages], required: true, help: say.noTemplates },
  ];
}

/** Who gets which message. */
export function NewCampaign({ segment, close }: { segment: string; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <FormDialog
      title={say.create}
      opened
      close={close}
      draftKey="campaign:new"
      initial={{ segment_id: segment }}
      fields={useFields()}
      submit={say.make}
      save={(values) => data(api.POST('/v1/campaigns', { body: values as never }))}
      onDone={(campaign) => {
        void client.invalidateQueries({ queryKey: [CAMPAIGNS] });
        void navigate(`/campaigns/${campaign.id}`);
      }}
    />
  );
}

/** Another name, audience or message, as long as nothing was sent. */
export function EditCampaign({ campaign, close }: { campaign: Campaign; close: () => void }) {
  const client = useQueryClient();
  const path = { id: campaign.id };
  return (
    <EditDialog
      title={say.change}
      record={campaign}
      fields={useFields(campaign.template_key)}
      shown={({ name, segment_id, template_key }) => ({ name, segment_id, template_key })}
      submit={say.save}
      load={() => loadCampaign(campaign.id)}
      save={(values, etag) => data(api.PATCH('/v1/campaigns/{id}', { params: { path, header: { 'If-Match': `"${etag}"` } }, body: values as never }))}
      close={close}
      done={() => {
        void client.invalidateQueries({ queryKey: campaignKey(campaign.id) });
        void client.invalidateQueries({ queryKey: [CAMPAIGNS] });
      }}
    />
  );
}
