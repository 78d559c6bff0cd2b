import './sales.css';
import { Frame, lazyOf, mount, Pages, type NavItem, type PageTable } from '@trellis/kit';
import { IconChartBar, IconFileText, IconGauge, IconLayoutKanban, IconList, IconSunHigh, IconTimeline } from '@tabler/icons-react';
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
const UsagePage = lazyOf(() => import('./usage/UsagePage'), 'UsagePage');

const nav: NavItem[] = [
  { to: '/', label: texts.nav.board, icon: IconLayoutKanban },
  { to: '/today', label: texts.nav.today, icon: IconSunHigh },
  { to: '/deals', label: texts.nav.deals, icon: IconList },
  { to: '/contracts', label: texts.nav.contracts, icon: IconFileText },
  { to: '/reports', label: texts.nav.reports, icon: IconChartBar },
  { to: '/stages', label: texts.nav.pipelines, icon: IconTimeline },
  { to: '/usage', label: texts.nav.usage, icon: IconGauge, needs: 'usage_policy.read' },
];

const pages: PageTable = {
  '': BoardPage,
  today: TodayPage,
  deals: DealList,
  'deals/:id': DealPage,
  'deals/:id/brief': BriefPage,
  contracts: ContractList,
  'contracts/:id': ContractPage,
  reports: ReportsPage,
  stages: PipelinePage,
  usage: UsagePage,
};

function Sales() {
  useSalesLive();
  return (
    <Frame place="sales" nav={nav}>
      <Pages table={pages} />
    </Frame>
  );
}

void mount('sales', '/deals', pages, <Sales />);
