import type { ComponentType, ReactNode } from 'react';

export type Tone = 'good' | 'soon' | 'late' | 'calm' | 'plain' | 'accent';

interface Props {
  tone?: Tone;
  icon?: ComponentType<{ size?: number }>;
  title?: string;
  children: ReactNode;
}

/** A state in one or two words; the colour only repeats what the words say. */
export const Pill = ({ tone = 'plain', icon: Icon, title, children }: Props) => (
  <span className="pill numbers" data-tone={tone} title={title}>
    {Icon && <Icon size={13} aria-hidden />}
    {children}
  </span>
);
