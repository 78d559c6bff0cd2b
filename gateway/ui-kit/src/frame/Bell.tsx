import { ActionIcon, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useRested } from '../first/useCalm';
import { lazyOf } from '../lazyOf';
import { texts } from '../texts';
import { Waiting } from '../Waiting';
import { useUnread } from './notifications';

const Notifications = lazyOf(() => import('./Notifications'), 'Notifications');
const MOST = 99;

/** How much a person was told and has not read; behind it, what. */
export function Bell({ signedIn }: { signedIn: boolean }) {
  const [open, setOpen] = useState(false);
  const unread = useUnread(useRested(signedIn));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width="min(400px, calc(100vw - 24px))" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon className="bell" variant="subtle" color="gray" size="lg" aria-label={texts.bell.label(unread)} onClick={() => setOpen(!open)}>
          <IconBell size={18} aria-hidden />
          {unread > 0 && <span className="bell-count">{unread > MOST ? `${MOST}+` : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className="told" aria-label={texts.bell.title}>
        <Suspense fallback={<Waiting rows={3} height={36} />}>{open && <Notifications />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
