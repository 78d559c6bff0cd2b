import './messages.css';
import { Frame, lazyOf, mount, Waiting, type NavItem } from '@trellis/kit';
import { IconBellCog, IconMail, IconMailOff, IconRoute, IconTemplate } from '@tabler/icons-react';
import { Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { texts } from './texts';

const MessagePage = lazyOf(() => import('./messages/MessagePage'), 'MessagePage');
const MessagesPage = lazyOf(() => import('./messages/MessagesPage'), 'MessagesPage');
const PreferencesPage = lazyOf(() => import('./preferences/PreferencesPage'), 'PreferencesPage');
const NewSequence = lazyOf(() => import('./sequences/SequencePage'), 'NewSequence');
const SequencePage = lazyOf(() => import('./sequences/SequencePage'), 'SequencePage');
const SequencesPage = lazyOf(() => import('./sequences/SequencesPage'), 'SequencesPage');
const SuppressionsPage = lazyOf(() => import('./suppressions/SuppressionsPage'), 'SuppressionsPage');
const TemplatePage = lazyOf(() => import('./templates/TemplatePage'), 'TemplatePage');
const TemplatesPage = lazyOf(() => import('./templates/TemplatesPage'), 'TemplatesPage');

const nav: NavItem[] = [
  { to: '/', label: texts.nav.messages, icon: IconMail, needs: 'messages.read' },
  { to: '/templates', label: texts.nav.templates, icon: IconTemplate, needs: 'templates.read' },
  { to: '/sequences', label: texts.nav.sequences, icon: IconRoute, needs: 'sequences.read' },
  { to: '/suppressions', label: texts.nav.suppressions, icon: IconMailOff, needs: 'suppressions.read' },
  { to: '/preferences', label: texts.nav.preferences, icon: IconBellCog },
];

mount(
  'messages',
  <BrowserRouter basename="/messages">
    <Frame place="messages" nav={nav}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route index element={<MessagesPage />} />
          <Route path="templates" element={<TemplatesPage />} />
          <Route path="templates/:id" element={<TemplatePage />} />
          <Route path="sequences" element={<SequencesPage />} />
          <Route path="sequences/new" element={<NewSequence />} />
          <Route path="sequences/:id" element={<SequencePage />} />
          <Route path="suppressions" element={<SuppressionsPage />} />
          <Route path="preferences" element={<PreferencesPage />} />
          <Route path=":id" element={<MessagePage />} />
        </Routes>
      </Suspense>
    </Frame>
  </BrowserRouter>,
);
