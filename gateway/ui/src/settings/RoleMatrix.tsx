import { words as inWords } from '@trellis/kit';
import { NativeSelect, Table } from '@mantine/core';
import { words } from './texts';
import { actionOf, resourceOf, type Matrix, type Permission, type Reach } from './roles';

const COLUMNS = ['read', 'write', 'delete'] as const;

interface Props {
  permissions: Permission[];
  matrix: Matrix;
  change: (matrix: Matrix) => void;
  editable: boolean;
}

/** Records down, what can be done with them across; each cell says whose records it reaches. */
export function RoleMatrix({ permissions, matrix, change, editable }: Props) {
  const resources = [...new Set(permissions.map(({ permission }) => resourceOf(permission)))];
  const cell = (permission?: Permission, label = '') =>
    permission && (
      <Cell
        key={permission.permission}
        permission={permission}
        label={label}
        reach={matrix[permission.permission] ?? 'NONE'}
        set={editable ? (reach) => change({ ...matrix, [permission.permission]: reach }) : undefined}
      />
    );
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} role="region" aria-label={words.nav.roles}>
      <Table className="matrix" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.roles.resource}</Table.Th>
            {COLUMNS.map((column) => (
              <Table.Th key={column}>{words.roles[column]}</Table.Th>
            ))}
            <Table.Th>{words.roles.more}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {resources.map((resource) => {
            const own = permissions.filter(({ permission }) => resourceOf(permission) === resource);
            const others = own.filter(({ permission }) => !COLUMNS.some((column) => column === actionOf(permission)));
            return (
              <Table.Tr key={resource}>
                <Table.Th scope="row">{inWords(resource)}</Table.Th>
                {COLUMNS.map((column) => (
                  <Table.Td key={column}>{cell(own.find(({ permission }) => actionOf(permission) === column))}</Table.Td>
                ))}
                <Table.Td>
                  <div className="matrix-more">{others.map((one) => cell(one, inWords(actionOf(one.permission))))}</div>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface CellProps {
  permission: Permission;
  label: string;
  reach: Reach;
  set?: (reach: Reach) => void;
}

function Cell({ permission: { permission, scoped }, label, reach, set }: CellProps) {
  const choices: Reach[] = scoped ? ['NONE', 'OWN', 'TEAM', 'ALL'] : ['NONE', 'ALL'];
  const shown = !scoped && reach !== 'NONE' ? 'ALL' : reach;
  const text = (one: Reach) => words.roles.reach[!scoped && one === 'ALL' ? 'YES' : one];
  return (
    <span className="matrix-cell">
      {label && <span className="matrix-label">{label}</span>}
      {set ? (
        <NativeSelect
          size="xs"
          w={92}
          aria-label={permission}
          data-reach={shown}
          data={choices.map((value) => ({ value, label: text(value) }))}
          value={shown}
          onChange={(event) => set(event.currentTarget.value as Reach)}
        />
      ) : (
        <span data-reach={shown}>{text(shown)}</span>
      )}
    </span>
  );
}
