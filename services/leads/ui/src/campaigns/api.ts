import { api, data, type Schemas, type Tone } from '@trellis/kit';
import { texts } from '../texts';

export type Campaign = Schemas['leads.Campaign'];
export type Recipient = Schemas['leads.CampaignRecipient'];
export type Preview = Schemas['leads.CampaignPreview'];

export const CAMPAIGNS = 'campaigns';
export const campaignKey = (id: string) => ['campaign', id];

export const loadCampaign = (id: string) => data(api.GET('/v1/campaigns/{id}', { params: { path: { id } } }));

export const loadPreview = (id: string) => data(api.GET('/v1/campaigns/{id}:preview', { params: { path: { id } } }));

export const stateTone = (state: Campaign['state']): Tone =>
  ({ RUNNING: 'calm', SCHEDULED: 'accent', FINISHED: 'good', PAUSED: 'soon', CANCELLED: 'late' } as Record<string, Tone>)[state] ?? 'plain';

export const fateTone = (state: Recipient['state']): Tone =>
  ({ SENT: 'good', HELD: 'soon', FAILED: 'late' } as Record<string, Tone>)[state] ?? 'plain';

/** The guard's reason in words; what nobody has words for is shown as it came. */
export const reasonWords = (reason: string, words: Record<string, string> = texts.campaigns.reasons) => words[reason] ?? reason;
