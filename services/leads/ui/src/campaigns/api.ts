import { api, campaignTone, data, type Schemas, type Tone } from '@trellis/kit';
import { texts } from '../texts';

export type Campaign = Schemas['leads.Campaign'];
export type Recipient = Schemas['leads.CampaignRecipient'];
export type Preview = Schemas['leads.CampaignPreview'];

export const CAMPAIGNS = 'campaigns';
export const campaignKey = (id: string) => ['campaign', id];

export const loadCampaign = (id: string) => data(api.GET('/v1/campaigns/{id}', { params: { path: { id } } }));

export const loadPreview = (id: string) => data(api.GET('/v1/campaigns/{id}:preview', { params: { path: { id } } }));

/** How many messages are handed over and not yet sent, held back or failed: they wait for the morning or for their turn. */
export const waitingOf = ({ recipient_count, sent_count, held_count, failed_count }: Campaign) =>
  Math.max(0, Number(recipient_count) - Number(sent_count) - Number(held_count) - Number(failed_count));

/** How a campaign stands: over only when nothing of it waits. */
export function standing(campaign: Campaign): { words: string; tone: Tone } {
  const { states, handedOver } = texts.campaigns;
  if (campaign.state === 'FINISHED' && waitingOf(campaign) > 0) return { words: handedOver, tone: campaignTone('RUNNING') };
  return { words: states[campaign.state], tone: campaignTone(campaign.state) };
}

const fateTone = (state: Recipient['state']): Tone =>
  ({ SENT: 'good', HELD: 'soon', FAILED: 'late' } as Record<string, Tone>)[state] ?? 'plain';

/** What happened with a message that went out, the weightiest first. */
export const DEEDS = ['complaint_time', 'bounce_time', 'click_time', 'open_time'] as const;

/** What is to be said of a recipient: what happened with the message, or what became of it. */
export function fateOf(recipient: Recipient): { words: string; tone: Tone } {
  const { deeds, fates } = texts.campaigns;
  const deed = DEEDS.find((each) => recipient[each]);
  if (!deed) return { words: fates[recipient.state], tone: fateTone(recipient.state) };
  return { words: deeds[deed], tone: deed === 'complaint_time' || deed === 'bounce_time' ? 'late' : 'good' };
}

/** The guard's reason in words; what nobody has words for is shown as it came. */
export const reasonWords = (reason: string, words: Record<string, string> = texts.campaigns.reasons) => words[reason] ?? reason;
