import { Frame, mount, Waiting, type Command, type NavItem } from '@trellis/kit';
import { IconBuilding, IconChartBar, IconFileImport, IconForms, IconInbox, IconSpeakerphone, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router';
import './leads.css';
import { texts } from './texts';

// Each page is a file of its own: nobody waits for what they do not look at.
const CampaignPage = lazy(() => import('./campaigns/CampaignPage').then((page) => ({ default: page.CampaignPage })));
const CampaignsPage = lazy(() => import('./campaigns/CampaignsPage').then((page) => ({ default: page.CampaignsPage })));
const CompaniesPage = lazy(() => import('./companies/CompaniesPage').then((page) => ({ default: page.CompaniesPage })));
const CompanyPage = lazy(() => import('./companies/CompanyPage').then((page) => ({ default: page.CompanyPage })));
const ContactPage = lazy(() => import('./contact/ContactPage').then((page) => ({ default: page.ContactPage })));
const FormPage = lazy(() => import('./forms/FormPage').then((page) => ({ default: page.FormPage })));
const FormsPage = lazy(() => import('./forms/FormsPage').then((page) => ({ default: page.FormsPage })));
const ImportPage = lazy(() => import('./imports/ImportPage').then((page) => ({ default: page.ImportPage })));
const ImportsPage = lazy(() => import('./imports/ImportsPage').then((page) => ({ default: page.ImportsPage })));
const InboxPage = lazy(() => import('./inbox/InboxPage').then((page) => ({ default: page.InboxPage })));
const PeoplePage = lazy(() => import('./people/PeoplePage').then((page) => ({ default: page.PeoplePage })));
const ReportsPage = lazy(() => import('./reports/ReportsPage').then((page) => ({ default: page.ReportsPage })));
const SegmentEditor = lazy(() => import('./segments/SegmentEditor').then((page) => ({ default: page.SegmentEditor })));
const SegmentPage = lazy(() => import('./segments/SegmentPage').then((page) => ({ default: page.SegmentPage })));
const SegmentsPage = lazy(() => import('./segments/SegmentsPage').then((page) => ({ default: page.SegmentsPage })));

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
