import { Frame, lazyOf, Pages, type NavItem, type PageTable } from '@trellis/kit';
import { IconHistory, IconHome, IconKey, IconShieldLock, IconSitemap, IconUserCircle, IconUsers } from '@tabler/icons-react';
import { IconChecklist, IconClockHour4, IconComponents, IconForms, IconHeartRateMonitor } from '@tabler/icons-react';
import { Route, Routes } from 'react-router';
import { HomePage } from './home/HomePage';
import { RULES_NEED } from './settings/rules';
import { words } from './texts';

const AccountPage = lazyOf(() => import('./settings/AccountPage'), 'AccountPage');
const AuditPage = lazyOf(() => import('./settings/AuditPage'), 'AuditPage');
const FieldsPage = lazyOf(() => import('./settings/FieldsPage'), 'FieldsPage');
const HealthPage = lazyOf(() => import('./settings/HealthPage'), 'HealthPage');
const KeysPage = lazyOf(() => import('./settings/KeysPage'), 'KeysPage');
const KitPage = lazyOf(() => import('./settings/KitPage'), 'KitPage');
const LevelsPage = lazyOf(() => import('./settings/LevelsPage'), 'LevelsPage');
const PeoplePage = lazyOf(() => import('./settings/PeoplePage'), 'PeoplePage');
const RolePage = lazyOf(() => import('./settings/RolePage'), 'RolePage');
const RoleView = lazyOf(() => import('./settings/RoleView'), 'RoleView');
const RolesPage = lazyOf(() => import('./settings/RolesPage'), 'RolesPage');
const RulesPage = lazyOf(() => import('./settings/RulesPage'), 'RulesPage');
const TeamsPage = lazyOf(() => import('./settings/TeamsPage'), 'TeamsPage');

const home: NavItem[] = [{ to: '/', label: words.nav.today, icon: IconHome }];
const sections: NavItem[] = [
  { to: '/settings/account', label: words.nav.account, icon: IconUserCircle },
  { to: '/settings/people', label: words.nav.people, icon: IconUsers, needs: 'users.read' },
  { to: '/settings/teams', label: words.nav.teams, icon: IconSitemap, needs: 'teams.read' },
  { to: '/settings/roles', label: words.nav.roles, icon: IconShieldLock, needs: 'roles.read' },
  { to: '/settings/fields', label: words.nav.fields, icon: IconForms, needs: 'fields.write' },
  { to: '/settings/service-levels', label: words.nav.levels, icon: IconClockHour4, needs: 'sla_policies.read' },
  { to: '/settings/rules', label: words.nav.rules, icon: IconChecklist, needs: RULES_NEED },
  { to: '/settings/keys', label: words.nav.keys, icon: IconKey, needs: 'api_keys.read' },
  { to: '/settings/audit', label: words.nav.audit, icon: IconHistory, needs: 'audit.read' },
  { to: '/settings/health', label: words.nav.health, icon: IconHeartRateMonitor, needs: 'dead_letters.read' },
  { to: '/settings/kit', label: words.nav.kit, icon: IconComponents, needs: 'roles.write' },
];

/** The pages behind /settings. */
export const settings: PageTable = {
  '': 'account',
  account: AccountPage,
  people: PeoplePage,
  teams: TeamsPage,
  roles: RolesPage,
  'roles/:id': RolePage,
  'roles/:id/view': RoleView,
  fields: FieldsPage,
  'service-levels': LevelsPage,
  rules: RulesPage,
  health: HealthPage,
  keys: KeysPage,
  audit: AuditPage,
  kit: KitPage,
};

const Home = () => (
  <Frame place="home" nav={home}>
    <HomePage />
  </Frame>
);

const Settings = () => (
  <Frame place="settings" nav={sections}>
    <Pages table={settings} />
  </Frame>
);

/** Home and settings: what does not belong to one team. */
export const App = () => (
  <Routes>
    <Route index element={<Home />} />
    <Route path="settings/*" element={<Settings />} />
  </Routes>
);
