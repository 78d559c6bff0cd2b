import './messages.css';
import { Frame, mount, type NavItem } from '@trellis/kit';
import { IconBellCog, IconMail, IconMailOff, IconTemplate } from '@tabler/icons-react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { MessagePage } from './messages/MessagePage';
import { MessagesPage } from './messages/MessagesPage';
import { PreferencesPage } from './preferences/PreferencesPage';
import { SuppressionsPage } from './suppressions/SuppressionsPage';
import { TemplatePage } from './templates/TemplatePage';
import { TemplatesPage } from './templates/TemplatesPage';
import { texts } from './texts';

const nav: NavItem[] = [
  { to: '/', label: texts.nav.messages, icon: IconMail, needs: 'messages.read' },
  { to: '/templates', label: texts.nav.templates, icon: IconTemplate, needs: 'templates.read' },
  { to: '/suppressions', label: texts.nav.suppressions, icon: IconMailOff, needs: 'suppressions.read' },
  { to: '/preferences', label: texts.nav.preferences, icon: IconBellCog },
];

mount(
  'messages',
  <BrowserRouter basename="/messages">
    <Frame place="messages" nav={nav}>
      <Routes>
        <Route index element={<MessagesPage />} />
        <Route path="templates" element={<TemplatesPage />} />
        <Route path="templates/:id" element={<TemplatePage />} />
        <Route path="suppressions" element={<SuppressionsPage />} />
        <Route path="preferences" element={<PreferencesPage />} />
        <Route path=":id" element={<MessagePage />} />
      </Routes>
    </Frame>
  </BrowserRouter>,
);
