import { Section } from '@trellis/kit';
import { NativeSelect, Table, Text } from '@mantine/core';
import { useCustomFields } from '../shared/useFields';
import { texts } from '../texts';
import type { Import, ImportPatch } from './api';

const { imports: say, fields: label } = texts;

const TARGETS = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'full_name',
  'company_name',
  'job_title',
  'country',
  'city',
  'language',
  'time_zone',
  'birth_date',
  'tags',
] as const;

/** What each column of the file becomes. */
export function Mapping({ file, save }: { file: Import; save: (change: ImportPatch) => void }) {
  const custom = useCustomFields('CONTACT');
  const targets = [
    { value: '', label: say.skip },
    ...TARGETS.map((name) => ({ value: name, label: label[name] })),
    ...custom.map((field) => ({ value: `custom_fields.${field.key}`, label: field.label })),
  ];
  const taken = new Set(Object.values(file.mapping));
  const choose = (column: string, field: string) => {
    const others = Object.fromEntries(Object.entries(file.mapping).filter(([name]) => name !== column));
    save({ mapping: field ? { ...others, [column]: field } : others });
  };
  return (
    <Section title={say.mapTitle} flush>
      <Text size="sm" c="dimmed" px="md" pb="xs">
        {say.mapHelp}
      </Text>
      <Table className="table mapping" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say.column}</Table.Th>
            <Table.Th visibleFrom="sm">{say.samples}</Table.Th>
            <Table.Th>{say.field}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {file.columns.map(({ name, samples }) => {
            const chosen = file.mapping[name] ?? '';
            return (
              <Table.Tr key={name}>
                <Table.Td className="cell-name">{name}</Table.Td>
                <Table.Td visibleFrom="sm">
                  <div className="samples">{samples.join(' · ')}</div>
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    size="xs"
                    aria-label={`${say.field}: ${name}`}
                    data={targets.map((target) => ({ ...target, disabled: target.value !== chosen && taken.has(target.value) }))}
                    value={chosen}
                    onChange={(event) => choose(name, event.currentTarget.value)}
                  />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
