import { api, blanked, data, type Schemas } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';

export type Sequence = Schemas['notify.Sequence'];
export type Step = Schemas['notify.SequenceStep'];
export type Enrolment = Schemas['notify.Enrolment'];
export type Kind = 'SEND' | 'WAIT' | 'CHECK';

export const SEQUENCES = 'sequences';
export const sequenceKey = (id: string) => [SEQUENCES, id];

export const loadSequence = (id: string) => data(api.GET('/v1/sequences/{id}', { params: { path: { id } } }));

/** What the editor changes; the rest of a sequence is counted or decided elsewhere. */
const DESIGNED = ['name', 'segment_id', 'time_zone', 'exits', 'steps'] as const;

export type Design = Pick<Sequence, (typeof DESIGNED)[number]>;

export const designOf = (sequence: Sequence) => Object.fromEntries(DESIGNED.map((name) => [name, sequence[name]])) as unknown as Design;

/** A sequence nobody has written yet, in the days of whoever writes it. */
export const fresh = (): Design => ({
  name: '',
  segment_id: '',
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  exits: ['UNSUBSCRIBED'],
  steps: [],
});

/** The templates a step can send: those that need nothing a step does not know. */
export const useTemplates = () =>
  useQuery({
    queryKey: ['templates', 'choice'],
    queryFn: () => data(api.GET('/v1/templates', { params: { query: { page_size: 200 } } })),
    retry: false,
    meta: { quiet: true },
    select: ({ templates }) => templates.filter(({ variables }) => variables.length === 0).map((each) => ({ ...each, subject: blanked(each.subject) })),
  });

/** What a template's mail is called, by the template's key. */
export const useSubjects = (): Record<string, string> => Object.fromEntries(useTemplates().data?.map(({ key, subject }) => [key, subject]) ?? []);

const BLANK: Step = {
  kind: 'SEND',
  template_key: '',
  wait_minutes: 0,
  filter: '',
  otherwise: 'OTHERWISE_UNSPECIFIED',
  time_of_day: '',
  window_from: '',
  window_to: '',
  weekdays: [],
};

export const freshStep = (kind: Kind): Step => ({ ...BLANK, kind, ...(kind === 'WAIT' && { wait_minutes: 1440 }), ...(kind === 'CHECK' && { otherwise: 'END' as const }) });
