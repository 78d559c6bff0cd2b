import type { Schemas, Tone } from '@trellis/kit';
import { texts } from '../texts';

export type Message = Schemas['notify.Message'];

const TONES: Partial<Record<Message['state'], Tone>> = {
  SENT: 'good',
  QUEUED: 'calm',
  CLAIMED: 'calm',
  HELD: 'soon',
  UNKNOWN: 'soon',
  FAILED: 'late',
  BOUNCED: 'late',
};

export const toneOf = (message: Message): Tone => TONES[message.state] ?? 'plain';

/** The guard's reason in words; what a mail server said stays as it is. */
export const reasonOf = ({ state, state_reason }: Message) => (state === 'SENT' ? '' : (texts.reasons[state_reason] ?? state_reason));
