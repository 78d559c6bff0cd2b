import { texts } from '@trellis/kit';
import { NativeSelect, Table } from '@mantine/core';
import { Fragment } from 'react';
import { words } from './texts';
import { programs } from './rights-texts';
import { actionName, actionOf, GROUPS, resourceName, resourceOf, resourcesOf, rightName, type Group, type Matrix, type Permission, type Reach } from './roles';

const COLUMNS = ['read', 'write', 'delete'] as const;
const isColumn = (action: string): action is (typeof COLUMNS)[number] => COLUMNS.some((column) => column === action);

interface Props {
  permissions: Permission[];
  matrix: Matrix;
  change: (matrix: Matrix) => void;
  editable: boolean;
}

/** Records down, by the team that works with them, what can be done with them across; each cell says whose records it reaches. */
export function RoleMatrix(props: Props) {
  return (
    <Table.ScrollContainer minWidth={0} type="native" tabIndex={0} role="region" aria-label={words.nav.roles}>
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
          {GROUPS.map((group) => (
            <Fragment key={group}>
              <Table.Tr className="matrix-group">
                <Table.Th colSpan={COLUMNS.length + 2} scope="rowgroup">
                  {group === 'programs' ? programs.title : texts.teams[group]}
                  {group === 'programs' && <span className="matrix-label matrix-help">{programs.help}</span>}
                </Table.Th>
              </Table.Tr>
              <Rows group={group} {...props} />
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Rows({ group, permissions, matrix, change, editable }: Props & { group: Group }) {
  const cell = (permission?: Permission) =>
    permission && (
      <Cell
        key={permission.permission}
        permission={permission}
        reach={matrix[permission.permission] ?? 'NONE'}
        set={editable ? (reach) => change({ ...matrix, [permission.permission]: reach }) : undefined}
      />
    );
  return resourcesOf(group, permissions).map((resource) => {
    const own = permissions.filter(({ permission }) => resourceOf(permission) === resource);
    return (
      <Table.Tr key={resource}>
        <Table.Th scope="row">{resourceName(resource)}</Table.Th>
        {COLUMNS.map((column) => (
          <Table.Td key={column} data-label={words.roles[column]}>
            {cell(own.find(({ permission }) => actionOf(permission) === column))}
          </Table.Td>
        ))}
        <Table.Td>
          <div className="matrix-more">{own.filter(({ permission }) => !isColumn(actionOf(permission))).map(cell)}</div>
        </Table.Td>
      </Table.Tr>
    );
  });
}

interface CellProps {
  permission: Permission;
  reach: Reach;
  set?: (reach: Reach) => void;
}

function Cell({ permission: { permission, scoped }, reach, set }: CellProps) {
  const action = actionOf(permission);
  const choices: Reach[] = scoped ? ['NONE', 'OWN', 'TEAM', 'ALL'] : ['NONE', 'ALL'];
  const shown = !scoped && reach !== 'NONE' ? 'ALL' : reach;
  const text = (one: Reach) => words.roles.reach[!scoped && one === 'ALL' ? 'YES' : one];
  return (
    <span className="matrix-cell" title={permission}>
      {!isColumn(action) && <span className="matrix-label">{actionName(action)}</span>}
      {set ? (
        <NativeSelect
          size="xs"
          w={92}
          aria-label={rightName(permission)}
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
