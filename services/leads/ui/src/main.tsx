import { Frame, lazyOf, mount, Waiting, type Command, type NavItem } from '@trellis/kit';
import { IconBuilding, IconChartBar, IconFileImport, IconForms, IconInbox, IconSpeakerphone, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { Suspense } from 'react';
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router';
import './leads.css';
import { texts } from './texts';

const CampaignPage = lazyOf(() => import('./campaigns/CampaignPage'), 'CampaignPage');
const CampaignsPage = lazyOf(() => import('./campaigns/CampaignsPage'), 'CampaignsPage');
const CompaniesPage = lazyOf(() => import('./companies/CompaniesPage'), 'CompaniesPage');
const CompanyPage = lazyOf(() => import('./companies/CompanyPage'), 'CompanyPage');
const ContactPage = lazyOf(() => import('./contact/ContactPage'), 'ContactPage');
const FormPage = lazyOf(() => import('./forms/FormPage'), 'FormPage');
const FormsPage = lazyOf(() => import('./forms/FormsPage'), 'FormsPage');
const ImportPage = lazyOf(() => import('./imports/ImportPage'), 'ImportPage');
const ImportsPage = lazyOf(() => import('./imports/ImportsPage'), 'ImportsPage');
const InboxPage = lazyOf(() => import('./inbox/InboxPage'), 'InboxPage');
const PeoplePage = lazyOf(() => import('./people/PeoplePage'), 'PeoplePage');
const ReportsPage = lazyOf(() => import('./reports/ReportsPage'), 'ReportsPage');
const SegmentEditor = lazyOf(() => import('./segments/SegmentEditor'), 'SegmentEditor');
const SegmentPage = lazyOf(() => import('./segments/SegmentPage'), 'SegmentPage');
const SegmentsPage = lazyOf(() => import('./segments/SegmentsPage'), 'SegmentsPage');

const nav: NavItem[] = [
  { to: '/', label: texts.nav.inbox, icon: IconInbox, needs: 'contacts.read' },
  { to: '/people', label: texts.nav.people, icon: IconUsers, needs: 'contacts.read' },
  { to: '/companies', label: texts.nav.companies, icon: IconBuilding, needs: 'companies.read' },
  { to: '/segments', label: texts.nav.segments, icon: IconUsersGroup, needs: 'segments.read' },
  { to: '/campaigns', label: texts.nav.campaigns, icon: IconSpeakerphone, needs: 'campaigns.read' },
  { to: '/forms', label: texts.nav.forms, icon: IconForms, needs: 'forms.read' },
  { to: '/imports', label: texts.nav.imports, icon: IconFileImport, needs: 'imports.read' },
  { to: '/reports', label: texts.nav.reports, icon: IconChartBar, needs: 'reports.read' },
];

function Marketing() {
  const navigate = useNavigate();
  const go = (label: string, to: string): Command => ({ id: label, label, run: () => void navigate(to) });
  const { commands: say } = texts;
  const commands = [go(say.newPerson, '/people?new='), go(say.newSegment, '/segments/new'), go(say.newCampaign, '/campaigns?new='), go(say.importFile, '/imports')];
  return (
    <Frame place="marketing" nav={nav} commands={commands}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route index element={<InboxPage />} />
          <Route path="people" element={<PeoplePage />} />
          <Route path="people/:id" element={<ContactPage />} />
          <Route path="companies" element={<CompaniesPage />} />
          <Route path="companies/:id" element={<CompanyPage />} />
          <Route path="segments" element={<SegmentsPage />} />
          <Route path="segments/new" element={<SegmentEditor />} />
          <Route path="segments/:id" element={<SegmentPage />} />
          <Route path="segments/:id/edit" element={<SegmentEditor />} />
          <Route path="campaigns" element={<CampaignsPage />} />
          <Route path="campaigns/:id" element={<CampaignPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path="forms" element={<FormsPage />} />
          <Route path="forms/:id" element={<FormPage />} />
          <Route path="imports" element={<ImportsPage />} />
          <Route path="imports/:id" element={<ImportPage />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}

mount(
  'marketing',
  <BrowserRouter basename="/leads">
    <Marketing />
  </BrowserRouter>,
);
