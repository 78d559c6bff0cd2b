import { Spotlight, spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconBolt, IconClock, IconSearch } from '@tabler/icons-react';
import { useEffect, type FocusEventHandler, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Session } from '../session';
import { texts } from '../texts';
import { placesOf, type Command, type NavItem } from './places';
import { recents } from './recent';
import { useSearch } from './search';

interface Entry {
  id: string;
  group: string;
  label: string;
  description?: string;
  icon: ReactNode;
  run: () => void;
}

interface Props {
  nav: NavItem[];
  commands: Command[];
  session?: Session;
  /** How often it was asked for: each time it opens. */
  asked: number;
  query: string;
  setQuery: (query: string) => void;
  onFocus: FocusEventHandler;
}

/** Ctrl K: go to a page or a record, or do something, without the mouse. */
export function Palette({ nav, commands, session, asked: times, query, setQuery, onFocus }: Props) {
  const [asked] = useDebouncedValue(query.trim(), 120);
  const found = useSearch(asked, session).data ?? [];
  const known = useKnown(nav, commands, session).filter(matches(query));
  const records = asked.length > 1 ? found.map(recordEntry) : [];
  const entries = [...records, ...known];
  useEffect(() => spotlight.open(), [times]);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder={texts.palette.placeholder}
        aria-label={texts.palette.label}
        onFocus={onFocus}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {grouped(entries).map(([group, rows]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {rows.map(({ id, label, description, icon, run }) => (
              <Spotlight.Action key={id} label={label} description={description} leftSection={icon} onClick={run} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {entries.length === 0 && <Spotlight.Empty>{texts.palette.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Pages, actions and what was looked at last: all that needs no server. */
function useKnown(nav: NavItem[], commands: Command[], session?: Session): Entry[] {
  const navigate = useNavigate();
  const pages = nav.map(({ to, label, icon: Icon }) => ({
    id: `page:${to}`,
    group: texts.palette.go,
    label,
    icon: <Icon size={17} />,
    run: () => void navigate(to),
  }));
  const places = placesOf(session).map(({ place, href, icon: Icon }) => ({
    id: `place:${place}`,
    group: texts.palette.go,
    label: texts.teams[place],
    icon: <Icon size={17} />,
    run: () => location.assign(href),
  }));
  const actions = commands.map((command) => ({ ...command, group: texts.palette.actions, icon: <IconBolt size={17} /> }));
  const seen = recents().map(({ href, label, kind }) => ({
    id: `recent:${href}`,
    group: texts.palette.recent,
    label,
    description: kind,
    icon: <IconClock size={17} />,
    run: () => location.assign(href),
  }));
  return [...actions, ...seen, ...pages, ...places];
}

const recordEntry = ({ id, kind, label, description, href }: { id: string; kind: string; label: string; description: string; href: string }): Entry => ({
  id,
  group: kind,
  label,
  description,
  icon: <IconArrowRight size={17} />,
  run: () => location.assign(href),
});

const matches = (query: string) => {
  const words = query.toLowerCase().split(/\s+/);
  return ({ label, description = '' }: Entry) => words.every((word) => `${label} ${description}`.toLowerCase().includes(word));
};

function grouped(entries: Entry[]): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}
