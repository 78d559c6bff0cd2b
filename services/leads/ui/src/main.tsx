import { Frame, lazyOf, mount, Pages, type Command, type NavItem, type PageTable } from '@trellis/kit';
import { IconAlarm, IconArrowsSplit, IconBuilding, IconCake, IconChartBar, IconEraser, IconFileImport, IconFlame, IconForms, IconInbox, IconSpeakerphone, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import './leads.css';
import { texts } from './texts';

const AssignmentEditor = lazyOf(() => import('./rules/AssignmentEditor'), 'AssignmentEditor');
const AssignmentPage = lazyOf(() => import('./rules/AssignmentPage'), 'AssignmentPage');
const CampaignPage = lazyOf(() => import('./campaigns/CampaignPage'), 'CampaignPage');
const CampaignsPage = lazyOf(() => import('./campaigns/CampaignsPage'), 'CampaignsPage');
const CleanupPage = lazyOf(() => import('./cleanup/CleanupPage'), 'CleanupPage');
const CleanupRulesPage = lazyOf(() => import('./cleanup/CleanupRulesPage'), 'CleanupRulesPage');
const CompaniesPage = lazyOf(() => import('./companies/CompaniesPage'), 'CompaniesPage');
const CompanyPage = lazyOf(() => import('./companies/CompanyPage'), 'CompanyPage');
const ContactPage = lazyOf(() => import('./contact/ContactPage'), 'ContactPage');
const FollowUpPage = lazyOf(() => import('./policies/FollowUpPage'), 'FollowUpPage');
const FormPage = lazyOf(() => import('./forms/FormPage'), 'FormPage');
const FormsPage = lazyOf(() => import('./forms/FormsPage'), 'FormsPage');
const ImportPage = lazyOf(() => import('./imports/ImportPage'), 'ImportPage');
const ImportsPage = lazyOf(() => import('./imports/ImportsPage'), 'ImportsPage');
const InboxPage = lazyOf(() => import('./inbox/InboxPage'), 'InboxPage');
const OccasionsPage = lazyOf(() => import('./policies/OccasionsPage'), 'OccasionsPage');
const PeoplePage = lazyOf(() => import('./people/PeoplePage'), 'PeoplePage');
const ReportsPage = lazyOf(() => import('./reports/ReportsPage'), 'ReportsPage');
const ScoringEditor = lazyOf(() => import('./rules/ScoringEditor'), 'ScoringEditor');
const ScoringLimitsPage = lazyOf(() => import('./rules/ScoringLimitsPage'), 'ScoringLimitsPage');
const ScoringPage = lazyOf(() => import('./rules/ScoringPage'), 'ScoringPage');
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
  { to: '/cleanup', label: texts.nav.cleanup, icon: IconEraser, needs: 'cleanup_items.read' },
  { to: '/assignment', label: texts.nav.assignment, icon: IconArrowsSplit, needs: 'assignment_rules.read' },
  { to: '/scoring', label: texts.nav.scoring, icon: IconFlame, needs: 'scoring_rules.read' },
  { to: '/follow-up', label: texts.nav.followUp, icon: IconAlarm, needs: 'follow_up_policy.read' },
  { to: '/occasions', label: texts.nav.occasions, icon: IconCake, needs: 'occasion_policy.read' },
];

const pages: PageTable = {
  '': InboxPage,
  people: PeoplePage,
  'people/:id': ContactPage,
  companies: CompaniesPage,
  'companies/:id': CompanyPage,
  segments: SegmentsPage,
  'segments/new': SegmentEditor,
  'segments/:id': SegmentPage,
  'segments/:id/edit': SegmentEditor,
  campaigns: CampaignsPage,
  'campaigns/:id': CampaignPage,
  reports: ReportsPage,
  'follow-up': FollowUpPage,
  assignment: AssignmentPage,
  'assignment/new': AssignmentEditor,
  'assignment/:id': AssignmentEditor,
  scoring: ScoringPage,
  'scoring/new': ScoringEditor,
  'scoring/limits': ScoringLimitsPage,
  'scoring/:id': ScoringEditor,
  occasions: OccasionsPage,
  cleanup: CleanupPage,
  'cleanup/rules': CleanupRulesPage,
  forms: FormsPage,
  'forms/:id': FormPage,
  imports: ImportsPage,
  'imports/:id': ImportPage,
};

function Marketing() {
  const navigate = useNavigate();
  const go = (label: string, to: string): Command => ({ id: label, label, run: () => void navigate(to) });
  const { commands: say } = texts;
  const commands = [go(say.newPerson, '/people?new='), go(say.newSegment, '/segments/new'), go(say.newCampaign, '/campaigns?new='), go(say.importFile, '/imports')];
  return (
    <Frame place="marketing" nav={nav} commands={commands}>
      <Pages table={pages} />
    </Frame>
  );
}

void mount('marketing', '/leads', pages, <Marketing />);
