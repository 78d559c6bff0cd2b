import './desk/desk.css';
import { Frame, lazyOf, mount, Pages, type NavItem, type PageTable } from '@trellis/kit';
import { IconBolt, IconChartBar, IconList, IconThumbUp } from '@tabler/icons-react';
import { QUEUES } from './desk/queues';
import { deskKeys } from './shared/keys';
import { useSupportLive } from './shared/queries';
import { texts } from './texts';

const AllTickets = lazyOf(() => import('./all/AllTickets'), 'AllTickets');
const DeskPage = lazyOf(() => import('./desk/DeskPage'), 'DeskPage');
const MacrosPage = lazyOf(() => import('./macros/MacrosPage'), 'MacrosPage');
const NpsPage = lazyOf(() => import('./nps/NpsPage'), 'NpsPage');
const ReportsPage = lazyOf(() => import('./reports/ReportsPage'), 'ReportsPage');

const nav: NavItem[] = [
  ...QUEUES.map(({ key, icon }) => ({ to: `/q/${key}`, label: texts.queues[key], icon })),
  { to: '/all', label: texts.nav.all, icon: IconList },
  { to: '/macros', label: texts.nav.macros, icon: IconBolt },
  { to: '/reports', label: texts.nav.reports, icon: IconChartBar },
  { to: '/nps', label: texts.nav.nps, icon: IconThumbUp, needs: 'nps_policy.read' },
];

const pages: PageTable = {
  '': 'q/mine',
  'q/:queue': DeskPage,
  'q/:queue/:id': DeskPage,
  all: AllTickets,
  macros: MacrosPage,
  reports: ReportsPage,
  nps: NpsPage,
  ':id': DeskPage,
};

function Support() {
  useSupportLive();
  return (
    <Frame place="support" nav={nav} keys={deskKeys}>
      <Pages table={pages} />
    </Frame>
  );
}

void mount('support', '/tickets', pages, <Support />);
