import './sales.css';
import { Frame, mount, type NavItem } from '@trellis/kit';
import { IconChartBar, IconFileText, IconLayoutKanban, IconList, IconSunHigh, IconTimeline } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Skeleton } from '@mantine/core';
import { BrowserRouter, Route, Routes } from 'react-router';
import { useSalesLive } from './shared/queries';
import { texts } from './texts';

// Each page is a file of its own: nobody waits for what they do not look at.
const BoardPage = lazy(() => import('./board/BoardPage').then((page) => ({ default: page.BoardPage })));
const BriefPage = lazy(() => import('./deal/BriefPage').then((page) => ({ default: page.BriefPage })));
const ContractList = lazy(() => import('./contracts/ContractList').then((page) => ({ default: page.ContractList })));
const ContractPage = lazy(() => import('./contracts/ContractPage').then((page) => ({ default: page.ContractPage })));
const DealList = lazy(() => import('./deals/DealList').then((page) => ({ default: page.DealList })));
const DealPage = lazy(() => import('./deal/DealPage').then((page) => ({ default: page.DealPage })));
const PipelinePage = lazy(() => import('./pipelines/PipelinePage').then((page) => ({ default: page.PipelinePage })));
const ReportsPage = lazy(() => import('./reports/ReportsPage').then((page) => ({ default: page.ReportsPage })));
const TodayPage = lazy(() => import('./today/TodayPage').then((page) => ({ default: page.TodayPage })));

const nav: NavItem[] = [
  { to: '/', label: texts.nav.board, icon: IconLayoutKanban },
  { to: '/today', label: texts.nav.today, icon: IconSunHigh },
  { to: '/deals', label: texts.nav.deals, icon: IconList },
  { to: '/contracts', label: texts.nav.contracts, icon: IconFileText },
  { to: '/reports', label: texts.nav.reports, icon: IconChartBar },
  { to: '/stages', label: texts.nav.pipelines, icon: IconTimeline },
];

function Sales() {
  useSalesLive();
  return (
    <Frame place="sales" nav={nav}>
      <Suspense fallback={<Skeleton h={320} />}>
        <Routes>
          <Route index element={<BoardPage />} />
          <Route path="today" element={<TodayPage />} />
          <Route path="deals" element={<DealList />} />
          <Route path="deals/:id" element={<DealPage />} />
          <Route path="deals/:id/brief" element={<BriefPage />} />
          <Route path="contracts" element={<ContractList />} />
          <Route path="contracts/:id" element={<ContractPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path="stages" element={<PipelinePage />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}

mount(
  'sales',
  <BrowserRouter basename="/deals">
    <Sales />
  </BrowserRouter>,
);
