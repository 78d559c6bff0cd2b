import { Empty, Frame, mount, type NavItem } from '@trellis/kit';
import { IconUsers } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';

const nav: NavItem[] = [{ to: '/', label: 'People', icon: IconUsers }];

mount(
  'marketing',
  <BrowserRouter basename="/leads">
    <Frame place="marketing" nav={nav}>
      <Routes>
        <Route index element={<Empty title="Nobody yet">People appear here when a form, an import or a colleague brings them.</Empty>} />
      </Routes>
    </Frame>
  </BrowserRouter>,
);
