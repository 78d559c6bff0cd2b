import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { api, data } from '@trellis/kit';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../texts';

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

/** A contact found by name or address. */
export function ContactPicker({ label, ariaLabel, value, name = '', onChange, placeholder, error, autoFocus }: Props) {
  const [typed, setTyped] = useState(name);
  const [query] = useDebouncedValue(typed.trim(), 200);
  const { data: found = [] } = useQuery({
    queryKey: ['contacts', 'search', query],
    queryFn: () =>
      data(api.GET('/v1/contacts:search', { params: { query: { query, page_size: 8 } } })).then(
        ({ contacts }) => contacts,
      ),
    enabled: query.length > 1,
    placeholderData: keepPreviousData,
  });
  const options = found.map((contact) => ({
    value: contact.id,
    label: contact.company_name ? `${contact.full_name}, ${contact.company_name}` : contact.full_name,
  }));
  const known = options.some((option) => option.value === value);
  return (
    <Select
      label={label || undefined}
      aria-label={ariaLabel}
      size={ariaLabel ? 'xs' : undefined}
      autoFocus={ariaLabel ? autoFocus : undefined}
      placeholder={placeholder ?? texts.fields.findContact}
      searchable
      clearable
      data={value && !known ? [{ value, label: name || value }, ...options] : options}
      // The server has matched already, and forgives typing errors.
      filter={({ options: all }) => all}
      value={value || null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const contact = found.find((each) => each.id === id);
        onChange(id ?? '', contact?.full_name ?? '', contact?.company_name ?? '');
      }}
      nothingFoundMessage={query.length > 1 ? texts.fields.noContact : undefined}
      error={error}
      data-autofocus={autoFocus || undefined}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
