import { ActionIcon, Kbd, Menu, Text, Tooltip, UnstyledButton, useComputedColorScheme } from '@mantine/core';
import { useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconBaselineDensityMedium, IconBaselineDensitySmall, IconBell, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { IconMoon, IconSearch, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useDensity } from '../density';
import { Person } from '../Person';
import { signOut, type Session } from '../session';
import { texts } from '../texts';
import { Bell } from './Bell';
import { openOverlay } from './Overlays';

/** What lies on top of every page. */
export function Header({ session }: { session?: Session }) {
  return (
    <header className="frame-header">
      <a href="/" className="wordmark">
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden>
          <path d="M6 3v18M12 3v18M18 3v18" stroke="currentColor" />
          <path d="M3 8h18M3 16h18" className="wordmark-lines" />
        </svg>
        {texts.product}
      </a>
      <UnstyledButton className="frame-search" onClick={() => openOverlay('palette')}>
        <IconSearch size={15} aria-hidden />
        <span>{texts.frame.search}</span>
        <Kbd size="xs" visibleFrom="sm">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <span className="live-state" role="status">
        <span>{texts.frame.offline}</span>
      </span>
      <Bell signedIn={session !== undefined} />
      <SchemeSwitch />
      <Account session={session} />
    </header>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <Tooltip label={texts.frame.scheme}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={texts.frame.scheme}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Account({ session }: { session?: Session }) {
  const { dense, toggle } = useDensity();
  const name = session?.user.name ?? '';
  const Density = dense ? IconBaselineDensityMedium : IconBaselineDensitySmall;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className="account">
          <Person name={name} size={32} />
          <VisuallyHidden>{texts.frame.account}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="account-head">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {session?.user.email}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component="a" href="/settings/account" leftSection={<IconUserCircle size={16} />}>
          {texts.frame.mine}
        </Menu.Item>
        <Menu.Item component="a" href="/messages/preferences" leftSection={<IconBell size={16} />}>
          {texts.frame.hears}
        </Menu.Item>
        <Menu.Item leftSection={<Density size={16} />} onClick={toggle}>
          {dense ? texts.frame.comfortable : texts.frame.compact}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => openOverlay('shortcuts')}>
          {texts.frame.shortcuts}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {texts.frame.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
