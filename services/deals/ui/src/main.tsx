import './sales.css';
import { Frame, lazyOf, mount, Waiting, type NavItem } from '@trellis/kit';
import { IconChartBar, IconFileText, IconLayoutKanban, IconList, IconSunHigh, IconTimeline } from '@tabler/icons-react';
import { Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { useSalesLive } from './shared/queries';
import { texts } from './texts';

const BoardPage = lazyOf(() => import('./board/BoardPage'), 'BoardPage');
const BriefPage = lazyOf(() => import('./deal/BriefPage'), 'BriefPage');
const ContractList = lazyOf(() => import('./contracts/ContractList'), 'ContractList');
const ContractPage = lazyOf(() => import('./contracts/ContractPage'), 'ContractPage');
const DealList = lazyOf(() => import('./deals/DealList'), 'DealList');
const DealPage = lazyOf(() => import('./deal/DealPage'), 'DealPage');
const PipelinePage = lazyOf(() => import('./pipelines/PipelinePage'), 'PipelinePage');
const ReportsPage = lazyOf(() => import('./reports/ReportsPage'), 'ReportsPage');
const TodayPage = lazyOf(() => import('./today/TodayPage'), 'TodayPage');

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
      <Suspense fallback={<Waiting />}>
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
