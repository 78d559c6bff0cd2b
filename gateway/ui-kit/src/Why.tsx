import { Popover, UnstyledButton } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { texts } from './texts';

/** The explanation behind a score, an owner, a clock or a refusal. */
export const Why = ({ of, children }: { of: string; children: ReactNode }) => (
  <Popover width={300} position="bottom-start" withArrow shadow="md">
    <Popover.Target>
      <UnstyledButton className="why" aria-label={texts.why(of)}>
        <IconHelpCircle size={15} aria-hidden />
      </UnstyledButton>
    </Popover.Target>
    <Popover.Dropdown fz="sm">{children}</Popover.Dropdown>
  </Popover>
);
