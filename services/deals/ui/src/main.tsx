import { Frame, mount, type NavItem } from '@trellis/kit';
import { IconLayoutKanban } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { BoardPage } from './board/BoardPage';
import { DealPage } from './deal/DealPage';
import { useSalesLive } from './shared/queries';
import { texts } from './texts';

const nav: NavItem[] = [{ to: '/', label: texts.nav.board, icon: IconLayoutKanban }];

function Sales() {
  useSalesLive();
  return (
    <Frame place="sales" nav={nav}>
      <Routes>
        <Route index element={<BoardPage />} />
        <Route path=":id" element={<DealPage />} />
      </Routes>
    </Frame>
  );
}

mount(
  'sales',
  <BrowserRouter basename="/deals">
    <Sales />
  </BrowserRouter>,
);
