import { Anchor, Text } from '@mantine/core';
import { Pill } from '@trellis/kit';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { texts } from '../texts';
import './rules.css';

interface Props {
  rule: { name: string; disabled: boolean };
  /** Left out for who may not change it. */
  to?: string;
  when: string;
  then: string;
  children: ReactNode;
}

/** A rule in a list: its name, when it applies, what it does then. */
export const RuleRow = ({ rule: { name, disabled }, to, when, then, children }: Props) => (
  <li className="rule-row">
    <div>
      <span className="rule-name">
        {to ? (
          <Anchor component={Link} to={to} c="inherit" inherit>
            {name}
          </Anchor>
        ) : (
          name
        )}
        {disabled && <Pill>{texts.rules.off}</Pill>}
      </span>
      <Text size="sm">{when}</Text>
      {then && (
        <Text size="sm" c="dimmed">
          {then}
        </Text>
      )}
    </div>
    <div>{children}</div>
  </li>
);
