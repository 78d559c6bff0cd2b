import { api, data } from '@trellis/kit';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

interface Props {
  label: string;
  value: string | null;
  error?: string;
  choose: (id: string | null) => void;
}

/** A contact found by name or address. */
export function PersonPicker({ label, value, error, choose }: Props) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 200);
  const found = useQuery({
    queryKey: ['contacts', 'found', asked],
    queryFn: () => data(api.GET('/v1/contacts:search', { params: { query: { query: asked, page_size: 10 } } })),
    enabled: asked.length > 1,
  });
  const people = (found.data?.contacts ?? []).map(({ id, full_name, email }) => ({ value: id, label: [full_name, email].filter(Boolean).join(' · ') }));
  return <Select label={label} searchable clearable data={people} value={value} error={error} filter={({ options }) => options} onSearchChange={setTyped} onChange={choose} />;
}
