import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  /** Whose menu it is, for those who do not see it: "More for Ada". */
  label: string;
  /** In a row of a list it stays quiet. */
  inRow?: boolean;
  /** Menu.Item and Menu.Divider */
  children: ReactNode;
}

/** What is seldom done with a record, behind three dots. */
export const MoreMenu = ({ label, inRow, children }: Props) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <ActionIcon {...(inRow ? { variant: 'subtle', color: 'gray' } : { variant: 'default', size: 36 })} aria-label={label}>
        <IconDots size={16} />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>{children}</Menu.Dropdown>
  </Menu>
);
