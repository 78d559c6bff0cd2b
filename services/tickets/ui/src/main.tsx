import { Empty, Frame, mount, type NavItem } from '@trellis/kit';
import { IconInbox } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';

const nav: NavItem[] = [{ to: '/', label: 'Inbox', icon: IconInbox }];

mount(
  'support',
  <BrowserRouter basename="/tickets">
    <Frame place="support" nav={nav}>
      <Routes>
        <Route index element={<Empty title="No tickets">Questions and complaints of customers appear here as they arrive.</Empty>} />
      </Routes>
    </Frame>
  </BrowserRouter>,
);
