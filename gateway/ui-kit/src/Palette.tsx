import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { NavItem } from './Frame';
import { texts } from './texts';

/** Something a person can do from anywhere. */
export interface Command {
  id: string;
  label: string;
  description?: string;
  run: () => void;
}

export const openPalette = () => spotlight.open();

/** Ctrl K: go to a page or do something, without the mouse. */
export function Palette({ nav, commands }: { nav: NavItem[]; commands: Command[] }) {
  const navigate = useNavigate();
  const pages = nav.map(({ to, label, icon: Icon }) => ({
    id: to,
    label,
    onClick: () => navigate(to),
    leftSection: <Icon size={18} />,
  }));
  const actions = commands.map(({ id, label, description, run }) => ({ id, label, description, onClick: run }));
  return (
    <Spotlight
      actions={[
        { group: texts.palette.go, actions: pages },
        { group: texts.palette.actions, actions },
      ]}
      shortcut={['mod + K']}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound={texts.palette.nothing}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: texts.palette.placeholder,
        'aria-label': texts.palette.label,
      }}
    />
  );
}
