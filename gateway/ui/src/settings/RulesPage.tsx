import { Empty, may, Page, Pill, useSession } from '@trellis/kit';
import { Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { words } from './texts';
import { POLICIES } from './rules';
import './settings.css';

const TEXT = words.rules;

/** The rules of all teams, each a way to the screen that sets it. */
export function RulesPage() {
  const session = useSession();
  const mine = POLICIES.filter(({ name }) => may(session, `${name}.read`));
  return (
    <Page title={words.nav.rules} lead={TEXT.lead} narrow>
      {mine.length === 0 ? (
        <Empty title={TEXT.none}>{TEXT.noneHelp}</Empty>
      ) : (
        <ul className="plain rows card">
          {mine.map((policy) => (
            <Line key={policy.name} policy={policy} />
          ))}
        </ul>
      )}
    </Page>
  );
}

const Line = ({ policy: { name, team, href } }: { policy: (typeof POLICIES)[number] }) => (
  <li>
    <a className="row-link" href={href}>
      <span>
        <Text span fw={550}>
          {TEXT.names[name]}
        </Text>
        <Text span size="sm" c="dimmed" display="block">
          {TEXT.says[name]}
        </Text>
      </span>
      <Pill>{TEXT.teams[team]}</Pill>
      <IconChevronRight size={16} aria-hidden />
    </a>
  </li>
);
