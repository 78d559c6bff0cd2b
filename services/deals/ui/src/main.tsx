import { Empty, Frame, mount, type NavItem } from '@trellis/kit';
import { IconLayoutKanban } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';

const nav: NavItem[] = [{ to: '/', label: 'Board', icon: IconLayoutKanban }];

mount(
  'sales',
  <BrowserRouter basename="/deals">
    <Frame place="sales" nav={nav}>
      <Routes>
        <Route index element={<Empty title="No deals yet">A deal is a sale in the making; it moves from stage to stage until it is won or lost.</Empty>} />
      </Routes>
    </Frame>
  </BrowserRouter>,
);
