import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data, type Schemas } from '../api';
import { texts } from '../texts';

const { contactPicker: say } = texts;

type Contact = Schemas['leads.Contact'];

interface Props {
  label: string;
  /** Instead of a label, in a line of facts. */
  ariaLabel?: string;
  value: string;
  /** What the chosen contact is called, before anything was searched. */
  name?: string;
  onChange: (id: string, name: string, company: string) => void;
  placeholder?: string;
  error?: string;
  autoFocus?: boolean;
}

const called = ({ full_name, email, phone }: Contact) => full_name || email || phone;

/** A contact found by name or address. */
export function ContactPicker({ label, ariaLabel, value, name = '', onChange, placeholder, error, autoFocus }: Props) {
  const [typed, setTyped] = useState(name);
  const [query] = useDebouncedValue(typed.trim(), 200);
  const { data: found = [], isFetching } = useQuery({
    queryKey: ['contacts', 'search', query],
    queryFn: () => data(api.GET('/v1/contacts:search', { params: { query: { query, page_size: 8 } } })).then(({ contacts }) => contacts),
    enabled: query.length > 1,
    placeholderData: keepPreviousData,
  });
  const options = found.map((contact) => ({ value: contact.id, label: [called(contact), contact.company_name].filter(Boolean).join(', ') }));
  const known = options.some((option) => option.value === value);
  const addressOf = (id: string) => found.find((contact) => contact.id === id)?.email;
  const nothing = isFetching ? say.searching : say.nobody;
  return (
    <Select
      label={label || undefined}
      aria-label={ariaLabel}
      size={ariaLabel ? 'xs' : undefined}
      autoFocus={ariaLabel ? autoFocus : undefined}
      placeholder={placeholder ?? say.find}
      searchable
      clearable
      data={value && !known ? [{ value, label: name || value }, ...options] : options}
      // The server has matched already, and forgives typing errors.
      filter={({ options: all }) => all}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <Text size="xs" c="dimmed" component="span" display="block">
            {addressOf(option.value)}
          </Text>
        </span>
      )}
      value={value || null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const contact = found.find((each) => each.id === id);
        onChange(id ?? '', contact ? called(contact) : '', contact?.company_name ?? '');
      }}
      nothingFoundMessage={query.length > 1 ? nothing : undefined}
      error={error}
      data-autofocus={autoFocus || undefined}
      // In the middle it begins without a width, hangs over the edge of a phone, and the page jumps.
      comboboxProps={{ withinPortal: true, position: 'bottom-start' }}
    />
  );
}
