import { Text, Tooltip, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useLiveQueries } from '../live';
import { Refused } from '../Refused';
import { useSession, type Session } from '../session';
import { texts } from '../texts';
import { useCurrentInView } from '../useCurrentInView';
import './frame.css';
import { Header } from './Header';
import { Overlays } from './Overlays';
import { closedAt, mayAny, placesOf, type Command, type NavItem, type Place, type PlaceKeys } from './places';

interface Props {
  place: Place;
  nav: NavItem[];
  commands?: Command[];
  keys?: PlaceKeys;
  children: ReactNode;
}

/** The frame of every page: rail of teams, sections of this one, search, the person. On a phone the rail lies below. */
export function Frame({ place, nav, commands = [], keys, children }: Props) {
  const session = useSession();
  // Who may not work here at all has no use for a list of what lies here.
  const here = placesOf(session).some((each) => each.place === place) || nav.some(({ needs }) => needs && mayAny(session, needs));
  const mine = here ? nav.filter(({ needs }) => mayAny(session, needs)) : [];
  const closed = closedAt(session, place, nav, useLocation().pathname);
  useLiveQueries();
  return (
    <div className="frame" data-place={place}>
      <a href="#main" className="skip">
        {texts.frame.skip}
      </a>
      <Header session={session} />
      <Rail place={place} session={session} />
      <Sections place={place} nav={mine} />
      <main id="main" tabIndex={-1}>
        {closed ? <Refused {...closed} /> : children}
      </main>
      <Overlays nav={mine} commands={commands} keys={keys} session={session} />
    </div>
  );
}

function Rail({ place, session }: { place: Place; session?: Session }) {
  return (
    <nav className="rail" aria-label={texts.frame.teams}>
      {placesOf(session).map(({ place: each, href, icon: Icon }) => (
        <Tooltip key={each} label={texts.teams[each]} position="right" openDelay={300}>
          <a href={href} className="rail-item" aria-current={each === place ? 'true' : undefined}>
            <Icon size={20} aria-hidden />
            <VisuallyHidden>{texts.teams[each]}</VisuallyHidden>
          </a>
        </Tooltip>
      ))}
    </nav>
  );
}

function Sections({ place, nav }: { place: Place; nav: NavItem[] }) {
  const row = useCurrentInView<HTMLElement>(useLocation().pathname + nav.length);
  return (
    <nav ref={row} className="sections" aria-label={texts.frame.sections}>
      <Text className="sections-title" visibleFrom="sm">
        {texts.teams[place]}
      </Text>
      {nav.map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className="section-link">
          <Icon size={17} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
