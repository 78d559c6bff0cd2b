import type { Schemas, Tone } from '@trellis/kit';
import { texts } from '../texts';

export type Contact = Schemas['leads.Contact'];
export type ContactPatch = Schemas['leads.ContactPatch'];
export type Company = Schemas['leads.Company'];
export type CompanyPatch = Schemas['leads.CompanyPatch'];
export type Stage = Contact['lifecycle_stage'];

const choices = (words: Record<string, string>) =>
  Object.entries(words)
    .filter(([value]) => !value.endsWith('UNSPECIFIED'))
    .map(([value, label]) => ({ value, label }));

export const STAGES = choices(texts.stages);
export const RATINGS = choices(texts.ratings);
export const CONSENTS = choices(texts.consents);

/** The way of most people; the other stages lie beside it. */
export const JOURNEY: Stage[] = ['SUBSCRIBER', 'LEAD', 'MARKETING_QUALIFIED', 'SALES_READY', 'OPPORTUNITY', 'CUSTOMER', 'ADVOCATE'];

export const stageTone = (stage: Stage): Tone =>
  ({ SALES_READY: 'accent', OPPORTUNITY: 'calm', CUSTOMER: 'good', ADVOCATE: 'good', CHURNED: 'late' } as Record<string, Tone>)[stage] ?? 'plain';

export const ratingTone = (rating: Contact['rating']): Tone =>
  ({ HOT: 'late', WARM: 'soon' } as Record<string, Tone>)[rating] ?? 'plain';

export const consentTone = (state: Contact['marketing_consent']): Tone =>
  ({ GRANTED: 'good', WITHDRAWN: 'late' } as Record<string, Tone>)[state] ?? 'plain';

/** How somebody came to us, in words; what no version of ours wrote stays as it is. */
export const sourceName = (source: string) => (texts.sources as Record<string, string>)[source] ?? source;
