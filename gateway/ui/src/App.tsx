import { Frame, type NavItem } from '@trellis/kit';
import { IconHistory, IconHome, IconKey, IconShieldLock, IconSitemap, IconUserCircle, IconUsers } from '@tabler/icons-react';
import { IconClockHour4, IconComponents, IconForms, IconHeartRateMonitor } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes } from 'react-router';
import { Waiting } from '@trellis/kit';
import { HomePage } from './home/HomePage';
import { words } from './texts';

const AccountPage = lazy(() => import('./settings/AccountPage'));
const AuditPage = lazy(() => import('./settings/AuditPage'));
const FieldsPage = lazy(() => import('./settings/FieldsPage'));
const HealthPage = lazy(() => import('./settings/HealthPage'));
const KeysPage = lazy(() => import('./settings/KeysPage'));
const KitPage = lazy(() => import('./settings/KitPage'));
const LevelsPage = lazy(() => import('./settings/LevelsPage'));
const PeoplePage = lazy(() => import('./settings/PeoplePage'));
const RolePage = lazy(() => import('./settings/RolePage'));
const RoleView = lazy(() => import('./settings/RoleView'));
const RolesPage = lazy(() => import('./settings/RolesPage'));
const TeamsPage = lazy(() => import('./settings/TeamsPage'));

const home: NavItem[] = [{ to: '/', label: words.nav.today, icon: IconHome }];
const settings: NavItem[] = [
  { to: '/settings/account', label: words.nav.account, icon: IconUserCircle },
  { to: '/settings/people', label: words.nav.people, icon: IconUsers, needs: 'users.read' },
  { to: '/settings/teams', label: words.nav.teams, icon: IconSitemap, needs: 'teams.read' },
  { to: '/settings/roles', label: words.nav.roles, icon: IconShieldLock, needs: 'roles.read' },
  { to: '/settings/fields', label: words.nav.fields, icon: IconForms, needs: 'fields.write' },
  { to: '/settings/service-levels', label: words.nav.levels, icon: IconClockHour4, needs: 'sla_policies.read' },
  { to: '/settings/keys', label: words.nav.keys, icon: IconKey, needs: 'api_keys.read' },
  { to: '/settings/audit', label: words.nav.audit, icon: IconHistory, needs: 'audit.read' },
  { to: '/settings/health', label: words.nav.health, icon: IconHeartRateMonitor, needs: 'dead_letters.read' },
  { to: '/settings/kit', label: words.nav.kit, icon: IconComponents, needs: 'roles.write' },
];

/** Home and settings: what does not belong to one team. */
export default function App() {
  return (
    <Routes>
      <Route element={<Inside place="home" nav={home} />}>
        <Route index element={<HomePage />} />
      </Route>
      <Route path="settings" element={<Inside place="settings" nav={settings} />}>
        <Route index element={<Navigate to="/settings/account" replace />} />
        <Route path="account" element={<AccountPage />} />
        <Route path="people" element={<PeoplePage />} />
        <Route path="teams" element={<TeamsPage />} />
        <Route path="roles" element={<RolesPage />} />
        <Route path="roles/:id" element={<RolePage />} />
        <Route path="roles/:id/view" element={<RoleView />} />
        <Route path="fields" element={<FieldsPage />} />
        <Route path="service-levels" element={<LevelsPage />} />
        <Route path="health" element={<HealthPage />} />
        <Route path="keys" element={<KeysPage />} />
        <Route path="audit" element={<AuditPage />} />
        <Route path="kit" element={<KitPage />} />
      </Route>
    </Routes>
  );
}

function Inside({ place, nav }: { place: 'home' | 'settings'; nav: NavItem[] }) {
  return (
    <Frame place={place} nav={nav}>
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </Frame>
  );
}
