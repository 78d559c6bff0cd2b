import { words, type Schemas, type TimelineItem } from '@trellis/kit';
import {
  IconActivity,
  IconArrowMerge,
  IconBriefcase,
  IconEye,
  IconFileImport,
  IconFlame,
  IconForms,
  IconLifebuoy,
  IconMail,
  IconMoodSmile,
  IconNote,
  IconPencil,
  IconPhone,
  IconShieldCheck,
  IconSpeakerphone,
  IconTrash,
  IconUserCheck,
  IconUserPlus,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { texts } from '../texts';

type Entry = Schemas['leads.TimelineEntry'];

interface Look {
  kind: keyof typeof texts.timeline.kinds;
  icon: ComponentType<{ size?: number }>;
  tone?: TimelineItem['tone'];
}

const LOOKS: Record<string, Look> = {
  CREATED: { kind: 'change', icon: IconUserPlus, tone: 'accent' },
  CHANGED: { kind: 'change', icon: IconPencil },
  NOTE: { kind: 'note', icon: IconNote, tone: 'note' },
  CALL: { kind: 'call', icon: IconPhone, tone: 'accent' },
  FORM: { kind: 'form', icon: IconForms, tone: 'accent' },
  CONSENT: { kind: 'consent', icon: IconShieldCheck, tone: 'good' },
  DELETED: { kind: 'change', icon: IconTrash, tone: 'late' },
  UNDELETED: { kind: 'change', icon: IconUserPlus },
  IMPORTED: { kind: 'change', icon: IconFileImport },
  PAGE_VIEW: { kind: 'visit', icon: IconEye },
  PRODUCT_EVENT: { kind: 'visit', icon: IconActivity },
  IDENTIFIED: { kind: 'visit', icon: IconUserCheck },
  RATING: { kind: 'change', icon: IconFlame, tone: 'accent' },
  LIFECYCLE: { kind: 'change', icon: IconUserCheck, tone: 'accent' },
  ASSIGNMENT: { kind: 'change', icon: IconUserCheck },
  FOLLOW_UP: { kind: 'change', icon: IconActivity },
  CAMPAIGN: { kind: 'message', icon: IconSpeakerphone },
  CONVERSION: { kind: 'deal', icon: IconBriefcase, tone: 'good' },
  DEAL: { kind: 'deal', icon: IconBriefcase },
  ACTIVITY: { kind: 'deal', icon: IconPhone },
  CONTRACT: { kind: 'deal', icon: IconBriefcase },
  TICKET: { kind: 'ticket', icon: IconLifebuoy },
  COMPLAINT: { kind: 'ticket', icon: IconLifebuoy, tone: 'late' },
  SURVEY: { kind: 'ticket', icon: IconMoodSmile },
  MESSAGE: { kind: 'message', icon: IconMail },
  MERGED: { kind: 'change', icon: IconArrowMerge, tone: 'accent' },
};

const FALLBACK: Look = { kind: 'change', icon: IconActivity };

interface Change {
  old?: unknown;
  new?: unknown;
}

const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);

/** An entry of the API as a row of the timeline; ids of people are shown as their names. */
export function itemOf(entry: Entry, nameOf: (id?: string) => string): TimelineItem {
  const look = LOOKS[entry.kind] ?? FALLBACK;
  return {
    id: entry.id,
    kind: look.kind,
    icon: look.icon,
    tone: entry.kind === 'CONSENT' && entry.data?.state === 'WITHDRAWN' ? 'late' : look.tone,
    what: <What entry={entry} />,
    time: entry.occur_time ?? entry.create_time ?? '',
    text: entry.kind === 'CHANGED' ? <Changes changes={(entry.data?.changes ?? {}) as Record<string, Change>} nameOf={nameOf} /> : entry.body,
  };
}

function What({ entry }: { entry: Entry }) {
  const seconds = Number(entry.data?.duration_seconds ?? 0);
  const title = entry.kind === 'CALL' && seconds > 0 ? `${entry.title}, ${texts.timeline.minutesLong(seconds)}` : entry.title;
  return (
    <>
      <b className="what">{title}</b>
      <span className="dimmed"> {entry.actor_name}</span>
    </>
  );
}

function Changes({ changes, nameOf }: { changes: Record<string, Change>; nameOf: (id?: string) => string }) {
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return texts.timeline.nothing;
    if (isId(value)) return nameOf(value as string) || '…';
    if (Array.isArray(value)) return value.join(', ') || texts.timeline.nothing;
    if (typeof value === 'object') return Object.entries(value).map(([key, each]) => `${words(key)}: ${say(each)}`).join(', ');
    const said = String(value);
    return /^[A-Z]{3,}(_[A-Z]+)*$/.test(said) ? words(said) : said;
  };
  return (
    <dl className="changes">
      {Object.entries(changes).map(([name, { old, new: now }]) => (
        <div key={name}>
          <dt>{(texts.fields as Record<string, string>)[name] ?? words(name.replace(/_id$/, ''))}</dt>
          <dd>
            {say(old) !== texts.timeline.nothing && <s>{say(old)}</s>} {say(now)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
