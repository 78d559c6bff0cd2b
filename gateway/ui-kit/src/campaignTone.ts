import type { Schemas } from './api';
import type { Tone } from './Pill';

const TONES: Partial<Record<Schemas['leads.Campaign']['state'], Tone>> = {
  RUNNING: 'accent',
  SCHEDULED: 'calm',
  FINISHED: 'good',
  PAUSED: 'soon',
  CANCELLED: 'late',
};

/** How the state of a campaign looks, wherever it is shown. */
export const campaignTone = (state: Schemas['leads.Campaign']['state']): Tone => TONES[state] ?? 'plain';
