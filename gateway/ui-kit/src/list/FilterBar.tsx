import { ActionIcon, Button, Group, NativeSelect, Pill, Popover, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconCode, IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { texts } from '../texts';
import { needsValue, OPERATORS, type Condition, type FilterField } from './conditions';
import { toWords } from './filterWords';
import type { ListState } from './useListState';

interface Props {
  state: ListState;
  fields: FilterField[];
  tools?: ReactNode;
  /** Only filters: where words are no part of what is asked. */
  searchless?: boolean;
}

/** Search, filters as removable chips, and the filter as text for those who prefer to write it. */
export function FilterBar({ state, fields, tools, searchless = false }: Props) {
  const search = useDebouncedCallback(state.setSearch, 120);
  const [typed, setTyped] = useState(state.search);
  useEffect(() => {
    if (state.search === '') setTyped('');
  }, [state.search]);
  const [asText, { toggle }] = useDisclosure(state.own !== '');
  const remove = (index: number) => state.setConditions(state.conditions.filter((_, at) => at !== index));
  return (
    <Stack gap="xs" mb="sm" role={searchless ? undefined : 'search'}>
      <Group gap="xs">
        {!searchless && (
          <TextInput
            aria-label={texts.list.search}
            placeholder={texts.list.search}
            leftSection={<IconSearch size={15} />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              search(event.currentTarget.value);
            }}
            w={{ base: '100%', xs: 260 }}
          />
        )}
        {state.conditions.map((condition, index) => (
          <Pill
            key={`${condition.field}${index}`}
            withRemoveButton
            onRemove={() => remove(index)}
            // Mantine hides it from keyboard and reader.
            removeButtonProps={{ 'aria-label': texts.list.removeFilter(toWords(condition, fields)), 'aria-hidden': false, tabIndex: 0 }}
          >
            {toWords(condition, fields)}
          </Pill>
        ))}
        <AddFilter fields={fields} add={(condition) => state.setConditions([...state.conditions, condition])} />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.list.asText} aria-expanded={asText} onClick={toggle}>
          <IconCode size={16} />
        </ActionIcon>
        <Group gap={2} ml="auto">
          {tools}
        </Group>
      </Group>
      {asText && <FilterText state={state} />}
    </Stack>
  );
}

function AddFilter({ fields, add }: { fields: FilterField[]; add: (condition: Condition) => void }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [draft, setDraft] = useState<Condition>(() => blank(fields[0]!));
  const field = fields.find(({ name }) => name === draft.field) ?? fields[0]!;
  const submit = () => {
    add(draft);
    setDraft(blank(field));
    close();
  };
  return (
    <Popover opened={opened} onChange={close} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={toggle}>
          {texts.list.filter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" component="form" onSubmit={(event) => (event.preventDefault(), submit())}>
          <NativeSelect
            label={texts.list.field}
            data={fields.map(({ name, label }) => ({ value: name, label }))}
            value={draft.field}
            onChange={(event) => setDraft(blank(fields.find(({ name }) => name === event.currentTarget.value)!))}
          />
          <NativeSelect
            label={texts.list.condition}
            data={Object.entries(OPERATORS[field.kind]).map(([value, label]) => ({ value, label }))}
            value={draft.operator}
            onChange={(event) => setDraft({ ...draft, operator: event.currentTarget.value })}
          />
          {needsValue(draft.operator) && (
            <ValueInput field={field} value={draft.value} onChange={(value) => setDraft({ ...draft, value })} />
          )}
          <Button type="submit" disabled={needsValue(draft.operator) && !draft.value}>
            {texts.list.apply}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ValueInput({ field, value, onChange }: { field: FilterField; value: string; onChange: (value: string) => void }) {
  if (field.options) {
    const data = [{ value: '', label: '…' }, ...field.options];
    return <NativeSelect label={texts.list.value} data={data} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const type = { number: 'number', date: 'date' }[field.kind as string] ?? 'text';
  return <TextInput label={texts.list.value} type={type} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function FilterText({ state }: { state: ListState }) {
  const [{ text, of }, write] = useState({ text: state.own || state.filter, of: state.filter });
  if (of !== state.filter) write({ text: state.filter, of: state.filter });
  const submit = () => state.setOwn(text.trim());
  return (
    <Group gap="xs" component="form" onSubmit={(event) => (event.preventDefault(), submit())}>
      <TextInput
        aria-label={texts.list.asText}
        placeholder='country = "DE" AND create_time > now-7d'
        value={text}
        onChange={(event) => write({ text: event.currentTarget.value, of })}
        flex={1}
        ff="monospace"
      />
      <Button type="submit" variant="default">
        {texts.list.apply}
      </Button>
    </Group>
  );
}

const blank = (field: FilterField): Condition => ({
  field: field.name,
  operator: Object.keys(OPERATORS[field.kind])[0]!,
  value: '',
});
