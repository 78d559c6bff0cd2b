import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconDeviceFloppy, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { texts } from '../texts';
import { viewOf, type ListState } from './useListState';

/** A name for filters and an order, as they stand in the address. */
export interface View {
  name: string;
  search: string;
}

const same = (view: View, state: ListState) => viewOf(new URLSearchParams(view.search)) === state.view;

/** The views of a list as tabs: those it comes with, then those saved in this browser. */
export function ViewTabs({ list, views, state }: { list: string; views: View[]; state: ListState }) {
  const [own, setOwn] = useLocalStorage<View[]>({ key: `views:${list}`, defaultValue: [] });
  const known = [...views, ...own].some((view) => same(view, state));
  return (
    <nav className="views" aria-label={texts.list.views}>
      {views.map((view) => (
        <Tab key={view.name} view={view} state={state} />
      ))}
      {own.map((view) => (
        <span key={view.name} className="views-own">
          <Tab view={view} state={state} />
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={texts.list.forgetView(view.name)}
            onClick={() => setOwn(own.filter(({ name }) => name !== view.name))}
          >
            <IconX size={12} />
          </ActionIcon>
        </span>
      ))}
      {!known && (
        <SaveView save={(name) => setOwn([...own.filter((view) => view.name !== name), { name, search: `?${state.view}` }])} />
      )}
    </nav>
  );
}

const Tab = ({ view, state }: { view: View; state: ListState }) => (
  <Link to={{ search: view.search }} replace className="view" aria-current={same(view, state) ? 'true' : undefined}>
    {view.name}
  </Link>
);

function SaveView({ save }: { save: (name: string) => void }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [name, setName] = useState('');
  const submit = () => {
    save(name.trim());
    setName('');
    close();
  };
  return (
    <Popover opened={opened} onChange={close} trapFocus withinPortal position="bottom-start">
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" leftSection={<IconDeviceFloppy size={14} />} onClick={toggle}>
          {texts.list.saveView}
        </Button>
      </Popover.Target>
      <Popover.Dropdown component="form" onSubmit={(event) => (event.preventDefault(), submit())}>
        <TextInput label={texts.list.viewName} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={40} />
        <Button mt="xs" type="submit" size="xs" disabled={!name.trim()}>
          {texts.form.save}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
