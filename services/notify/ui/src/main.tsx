import './messages.css';
import { Frame, lazyOf, mount, Pages, type NavItem, type PageTable } from '@trellis/kit';
import { IconBellCog, IconMail, IconMailOff, IconRoute, IconTemplate } from '@tabler/icons-react';
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
  { to: '/preferences', label: texts.nav.preferences, icon: IconBellCog, open: true },
];

const pages: PageTable = {
  '': MessagesPage,
  templates: TemplatesPage,
  'templates/:id': TemplatePage,
  sequences: SequencesPage,
  'sequences/new': NewSequence,
  'sequences/:id': SequencePage,
  suppressions: SuppressionsPage,
  preferences: PreferencesPage,
  ':id': MessagePage,
};

void mount(
  'messages',
  '/messages',
  pages,
  <Frame place="messages" nav={nav}>
    <Pages table={pages} />
  </Frame>,
);
