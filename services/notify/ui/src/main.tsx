import { Empty, Frame, mount, type NavItem } from '@trellis/kit';
import { IconMail } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';

const nav: NavItem[] = [{ to: '/', label: 'Messages', icon: IconMail }];

mount(
  'messages',
  <BrowserRouter basename="/messages">
    <Frame place="messages" nav={nav}>
      <Routes>
        <Route index element={<Empty title="No messages">Everything that was sent, or held back and why, appears here.</Empty>} />
      </Routes>
    </Frame>
  </BrowserRouter>,
);
