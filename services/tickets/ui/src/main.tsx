import './desk/desk.css';
import { Frame, lazyOf, mount, Waiting, type NavItem } from '@trellis/kit';
import { IconBolt, IconChartBar } from '@tabler/icons-react';
import { Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { QUEUES } from './desk/queues';
import { useSupportLive } from './shared/queries';
import { texts } from './texts';

const DeskPage = lazyOf(() => import('./desk/DeskPage'), 'DeskPage');
const MacrosPage = lazyOf(() => import('./macros/MacrosPage'), 'MacrosPage');
const ReportsPage = lazyOf(() => import('./reports/ReportsPage'), 'ReportsPage');

const nav: NavItem[] = [
  ...QUEUES.map(({ key, icon }) => ({ to: `/q/${key}`, label: texts.queues[key], icon })),
  { to: '/macros', label: texts.nav.macros, icon: IconBolt },
  { to: '/reports', label: texts.nav.reports, icon: IconChartBar },
];

function Support() {
  useSupportLive();
  return (
    <Frame place="support" nav={nav}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route index element={<Navigate to="/q/mine" replace />} />
          <Route path="q/:queue" element={<DeskPage />} />
          <Route path="q/:queue/:id" element={<DeskPage />} />
          <Route path="macros" element={<MacrosPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path=":id" element={<DeskPage />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}

mount(
  'support',
  <BrowserRouter basename="/tickets">
    <Support />
  </BrowserRouter>,
);
