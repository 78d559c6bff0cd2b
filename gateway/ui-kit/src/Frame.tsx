import { ActionIcon, AppShell, Group, Kbd, Menu, NavLink, Stack, Text, Tooltip } from '@mantine/core';
import { UnstyledButton, useComputedColorScheme, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconBriefcase, IconHome, IconLifebuoy, IconLogout, IconMail, IconMoon } from '@tabler/icons-react';
import { IconSearch, IconSettings, IconSpeakerphone, IconSun } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { NavLink as RouterLink } from 'react-router';
import { openPalette, Palette, type Command } from './Palette';
import { Person } from './Person';
import { signOut, useSession, type Session } from './session';
import { texts } from './texts';
import type { Team } from './theme';

export interface NavItem {
  to: string;
  label: string;
  icon: ComponentType<{ size?: number }>;
}

type Place = Team | 'home';

/** Where each team works, and one permission without which the place is empty for a person. */
const PLACES: { place: Place; href: string; icon: NavItem['icon']; needs?: string }[] = [
  { place: 'home', href: '/', icon: IconHome },
  { place: 'marketing', href: '/leads/', icon: IconSpeakerphone, needs: 'contacts.read' },
  { place: 'sales', href: '/deals/', icon: IconBriefcase, needs: 'deals.read' },
  { place: 'support', href: '/tickets/', icon: IconLifebuoy, needs: 'tickets.read' },
  { place: 'messages', href: '/messages/', icon: IconMail, needs: 'messages.read' },
  { place: 'settings', href: '/settings/', icon: IconSettings },
];

interface Props {
  place: Place;
  nav: NavItem[];
  commands?: Command[];
  children: ReactNode;
}

/** The frame of every page: rail of teams, sections of this one, search, the person. */
export function Frame({ place, nav, commands = [], children }: Props) {
  const session = useSession();
  return (
    <AppShell
      padding={{ base: 'sm', sm: 'lg' }}
      header={{ height: 52 }}
      navbar={{ width: 244, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: 56 }}
    >
      <a href="#main" className="skip">
        {texts.frame.skip}
      </a>
      <AppShell.Header className="frame-header" px="md">
        <Header session={session} />
      </AppShell.Header>
      <AppShell.Navbar className="frame-nav">
        <Rail place={place} session={session} />
        <Sections place={place} nav={nav} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {children}
      </AppShell.Main>
      <AppShell.Footer className="frame-bottom" hiddenFrom="sm">
        <Sections place={place} nav={nav.slice(0, 4)} />
      </AppShell.Footer>
      <Palette nav={nav} commands={commands} />
    </AppShell>
  );
}

function Header({ session }: { session?: Session }) {
  return (
    <Group h="100%" wrap="nowrap" gap="sm">
      <Text fw={700} ff="heading" size="lg" className="wordmark">
        {texts.product}
      </Text>
      <UnstyledButton className="frame-search" onClick={openPalette}>
        <IconSearch size={15} aria-hidden />
        <span>{texts.frame.search}</span>
        <Kbd size="xs" visibleFrom="sm">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <span className="live-state" role="status">
        {texts.frame.offline}
      </span>
      <SchemeSwitch />
      <Account session={session} />
    </Group>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Tooltip label={texts.frame.scheme}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={texts.frame.scheme}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Account({ session }: { session?: Session }) {
  const name = session?.user.name ?? '';
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton>
          <Person name={name} size={32} />
          <VisuallyHidden>{texts.frame.account}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {texts.frame.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Rail({ place, session }: { place: Place; session?: Session }) {
  const may = (permission?: string) => !permission || session === undefined || permission in session.permissions;
  return (
    <nav className="rail" aria-label={texts.frame.teams}>
      {PLACES.filter(({ needs }) => may(needs)).map(({ place: each, href, icon: Icon }) => (
        <Tooltip key={each} label={texts.teams[each]} position="right">
          <a href={href} className="rail-item" aria-current={each === place ? 'true' : undefined}>
            <Icon size={20} />
            <VisuallyHidden>{texts.teams[each]}</VisuallyHidden>
          </a>
        </Tooltip>
      ))}
    </nav>
  );
}

function Sections({ place, nav }: { place: Place; nav: NavItem[] }) {
  return (
    <Stack component="nav" gap={2} p="sm" flex={1} aria-label={texts.frame.sections} className="sections">
      <Text size="xs" fw={600} c="dimmed" px="xs" pb={4} visibleFrom="sm">
        {texts.teams[place]}
      </Text>
      {nav.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={RouterLink}
          to={to}
          end={to === '/'}
          label={label}
          leftSection={<Icon size={17} />}
          className="section-link"
        />
      ))}
    </Stack>
  );
}
