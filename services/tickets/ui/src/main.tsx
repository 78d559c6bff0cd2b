import './desk/desk.css';
import { Frame, lazyOf, mount, Pages, type NavItem, type PageTable } from '@trellis/kit';
import { IconBolt, IconChartBar } from '@tabler/icons-react';
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

const pages: PageTable = {
  '': 'q/mine',
  'q/:queue': DeskPage,
  'q/:queue/:id': DeskPage,
  macros: MacrosPage,
  reports: ReportsPage,
  ':id': DeskPage,
};

function Support() {
  useSupportLive();
  return (
    <Frame place="support" nav={nav}>
      <Pages table={pages} />
    </Frame>
  );
}

void mount('support', '/tickets', pages, <Support />);
