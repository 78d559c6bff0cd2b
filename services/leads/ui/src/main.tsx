import { Frame, mount, type Command, type NavItem } from '@trellis/kit';
import { IconBuilding, IconForms, IconFileImport, IconUsers } from '@tabler/icons-react';
import { BrowserRouter, Navigate, Route, Routes, useNavigate } from 'react-router';
import { CompaniesPage } from './companies/CompaniesPage';
import { CompanyPage } from './companies/CompanyPage';
import { ContactPage } from './contact/ContactPage';
import './leads.css';
import { PeoplePage } from './people/PeoplePage';
import { texts } from './texts';

const nav: NavItem[] = [
  { to: '/people', label: texts.nav.people, icon: IconUsers, needs: 'contacts.read' },
  { to: '/companies', label: texts.nav.companies, icon: IconBuilding, needs: 'companies.read' },
];

function Marketing() {
  const navigate = useNavigate();
  const commands: Command[] = [{ id: 'new person', label: texts.commands.newPerson, run: () => void navigate('/people?new=') }];
  return (
    <Frame place="marketing" nav={nav} commands={commands}>
      <Routes>
        <Route index element={<Navigate to="/people" replace />} />
        <Route path="people" element={<PeoplePage />} />
        <Route path="people/:id" element={<ContactPage />} />
        <Route path="companies" element={<CompaniesPage />} />
        <Route path="companies/:id" element={<CompanyPage />} />
      </Routes>
    </Frame>
  );
}

mount(
  'marketing',
  <BrowserRouter basename="/leads">
    <Marketing />
  </BrowserRouter>,
);
