import { IconBriefcase, IconHome, IconLifebuoy, IconMail, IconSettings, IconSpeakerphone } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Session } from '../session';
import { texts } from '../texts';
import type { Team } from '../theme';

export interface NavItem {
  to: string;
  label: string;
  icon: ComponentType<{ size?: number }>;
  /** A permission without which the page is of no use to a person, or several of which one is enough; left out, everybody sees it. */
  needs?: string | readonly string[];
  /** Open even to who has nothing else to do in the place. */
  open?: boolean;
}

/** Keys of a place, beside those every page has: what is pressed, what it does. */
export interface PlaceKeys {
  title: string;
  keys: readonly (readonly [key: string, does: string])[];
}

/** Something a person can do from anywhere. */
export interface Command {
  id: string;
  label: string;
  description?: string;
  run: () => void;
}

export type Place = Team | 'home';

interface PlaceItem {
  place: Place;
  href: string;
  icon: NavItem['icon'];
  needs?: string;
}

/** Where each team works, and one permission without which the place is empty for a person. */
const PLACES: PlaceItem[] = [
  { place: 'home', href: '/', icon: IconHome },
  { place: 'marketing', href: '/leads/', icon: IconSpeakerphone, needs: 'contacts.read' },
  { place: 'sales', href: '/deals/', icon: IconBriefcase, needs: 'deals.read' },
  { place: 'support', href: '/tickets/', icon: IconLifebuoy, needs: 'tickets.read' },
  { place: 'messages', href: '/messages/', icon: IconMail, needs: 'messages.read' },
  { place: 'settings', href: '/settings', icon: IconSettings },
];

/** Whether a person holds a permission; while nobody knows yet, yes. The API decides, not this. */
export const may = (session: Session | undefined, permission?: string) =>
  !permission || session === undefined || permission in session.permissions;

/** Whether a person holds what an item of the navigation needs. */
export const mayAny = (session: Session | undefined, needs?: NavItem['needs']) =>
  needs === undefined || [needs].flat().some((permission) => may(session, permission));

/** What of an address a person lacks the right for, and the permission it takes: the team's whole place, or one page of its list. */
export function closedAt(session: Session | undefined, place: Place, nav: NavItem[], path: string): { name: string; permission: string } | undefined {
  if (!session) return undefined;
  const page = nav.find(({ to }) => to === path);
  const needed = page && [page.needs ?? []].flat();
  if (page && needed?.[0] && !mayAny(session, needed)) return { name: page.label, permission: needed[0] };
  const whole = PLACES.find((each) => each.place === place)?.needs;
  const something = page?.open || nav.some(({ needs }) => needs && mayAny(session, needs));
  if (whole && !may(session, whole) && !something) return { name: texts.teams[place], permission: whole };
  return undefined;
}

/** The places a person has something to do in. */
export const placesOf = (session?: Session) => PLACES.filter(({ needs }) => may(session, needs));
