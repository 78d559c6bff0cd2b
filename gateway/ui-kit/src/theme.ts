import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { texts } from './texts';

const ramp = (...shades: string[]) => shades as unknown as MantineColorsTuple;

/** Paper and ink, and one accent for each team. Every text pair is at least 4.5 to 1. */
export const colors = {
  violet: ramp('#f8effa', '#efdcf3', '#ddb6e6', '#ca8dd8', '#b968cb', '#a94fbd', '#9540aa', '#7f338f', '#692876', '#501c5b'),
  pine: ramp('#eaf6f1', '#d3ebe1', '#a5d6c2', '#74c1a1', '#4bae86', '#2f9d73', '#0f8a62', '#0b7353', '#085c43', '#044431'),
  cobalt: ramp('#edf2ff', '#dbe4fd', '#b3c6f8', '#89a6f2', '#668aec', '#4c75e6', '#375fd6', '#2b4db8', '#223f98', '#172d70'),
  amber: ramp('#fff4e0', '#fde6bd', '#f8cf86', '#eeb34c', '#d9951f', '#b97a10', '#9a640a', '#7e5107', '#664106', '#463004'),
  slate: ramp('#f1f3f4', '#e1e5e7', '#c4cbd0', '#a3adb4', '#828e97', '#67747e', '#525f69', '#424d56', '#343d45', '#252c32'),
  ember: ramp('#fff1ea', '#ffe1d2', '#fdbfa1', '#f99b6d', '#f27c42', '#e86522', '#cf5313', '#ae430d', '#8d360c', '#692808'),
  dark: ramp('#e9ebe6', '#c9cdc5', '#a3aaa0', '#7d857b', '#596158', '#3b423b', '#2a302b', '#1c211d', '#151916', '#0f1210'),
  gray: ramp('#f7f6f2', '#efede7', '#e4e1d8', '#d3cfc4', '#b5b0a4', '#8f8b80', '#67645b', '#4c4a43', '#34332e', '#201f1c'),
};

export type Team = 'marketing' | 'sales' | 'support' | 'messages' | 'settings';

export const ACCENT: Record<Team, keyof typeof colors> = {
  marketing: 'violet',
  sales: 'pine',
  support: 'cobalt',
  messages: 'amber',
  settings: 'slate',
};

export const makeTheme = (team: Team) =>
  createTheme({
    colors,
    primaryColor: ACCENT[team],
    primaryShade: { light: 7, dark: 7 },
    fontFamily: "'Geist Variable', system-ui, sans-serif",
    fontFamilyMonospace: 'ui-monospace, monospace',
    headings: {
      fontFamily: "'Bricolage Grotesque Variable', 'Geist Variable', sans-serif",
      fontWeight: '650',
      sizes: {
        h1: { fontSize: '1.625rem', lineHeight: '1.2' },
        h2: { fontSize: '1.25rem', lineHeight: '1.3' },
        h3: { fontSize: '1rem', lineHeight: '1.4' },
      },
    },
    fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
    defaultRadius: 'md',
    radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
    cursorType: 'pointer',
    focusRing: 'auto',
    respectReducedMotion: true,
    components: {
      // A dialog's head is no second banner of the page, and its cross has a name.
      Modal: { defaultProps: { closeButtonProps: { 'aria-label': texts.close }, attributes: { header: { role: 'none' } } } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': texts.close } } },
    },
  });

/** White letters on Mantine's own red are too faint. */
const RED = { '--mantine-color-red-filled': 'var(--mantine-color-red-9)', '--mantine-color-red-filled-hover': '#b02525' };

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...RED,
    '--mantine-color-body': '#f7f6f2',
    '--mantine-color-text': '#201f1c',
    '--mantine-color-dimmed': '#5d5a52',
    '--mantine-color-error': 'var(--late-text)', // Mantine's own red is too pale for small letters
    '--mantine-color-placeholder': '#67645b',
    '--mantine-color-default-border': '#8f8b80',
    '--surface': '#ffffff',
    '--sunken': '#efede7',
    '--line': '#e4e1d8',
    '--rail': '#161b18',
  },
  dark: {
    ...RED,
    '--mantine-color-body': '#0f1210',
    '--mantine-color-dimmed': '#a3aaa0',
    '--mantine-color-error': 'var(--late-text)',
    '--mantine-color-default-border': '#7d857b',
    '--surface': '#151916',
    '--sunken': '#0b0d0c',
    '--line': '#2a302b',
    '--rail': '#0b0d0c',
  },
});
