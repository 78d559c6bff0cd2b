import { When } from '@trellis/kit';
import { IconBrowser, IconDots, IconMail, IconMessage, IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import { DuePill } from '../ticket/DuePill';

const ICONS = { EMAIL: IconMail, PHONE: IconPhone, FORM: IconBrowser, CHAT: IconMessage, OTHER: IconDots, CHANNEL_UNSPECIFIED: IconDots };

/** One ticket of the list: who, what about, how it stands. */
export function Row({ ticket, to, current }: { ticket: Ticket; to: string; current: boolean }) {
  const Icon = ICONS[ticket.channel];
  const priority = texts.priority[ticket.priority as keyof typeof texts.priority];
  return (
    <li>
      <Link to={to} className="desk-row" aria-current={current || undefined} data-ticket={ticket.id}>
        <span className="desk-row-top">
          <b>{ticket.contact_name || ticket.contact_email}</b>
          <DuePill ticket={ticket} />
        </span>
        <span className="desk-row-subject">{ticket.subject}</span>
        <span className="desk-row-text">{ticket.description}</span>
        <span className="desk-row-foot">
          <Icon size={13} aria-hidden />#{ticket.number}
          {ticket.update_time && <When time={ticket.update_time} />}
          {ticket.type === 'COMPLAINT' && <span className="tag-bad">{texts.type.COMPLAINT}</span>}
          <span className="desk-row-priority" data-priority={ticket.priority}>
            {priority}
          </span>
        </span>
      </Link>
    </li>
  );
}
