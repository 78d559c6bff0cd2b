import { api, data, date, Empty, RecordList, type Column, type FilterField, usePeople } from '@trellis/kit';
import { Whose } from '../deals/DealList';
import { amount } from '../shared/amounts';
import { daysUntil } from '../shared/days';
import type { Contract } from '../shared/types';
import { texts } from '../texts';

const view = (filter: string) => `?${new URLSearchParams({ filter })}`;
const { views } = texts.contracts;
const VIEWS = [
  { name: views.all, search: '' },
  { name: views.active, search: view('state = ACTIVE') },
  { name: views.ending, search: view('state = ACTIVE AND end_date <= today+30d') },
  { name: views.mine, search: view('state = ACTIVE AND owner_id = me') },
  { name: views.ended, search: view('state = ENDED') },
];

const quote = (text: string) => `"${text.replaceAll(/["\\*]/g, '\\$&')}"`;

/** Contracts, the next to end first: what is to be renewed. */
export function ContractList() {
  const { people: users, nameOf } = usePeople();
  const fields: FilterField[] = [
    { name: 'title', label: texts.contracts.name, kind: 'text' },
    { name: 'company_name', label: texts.contracts.customer, kind: 'text' },
    { name: 'owner_id', label: texts.contracts.account, kind: 'choice', options: users.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'end_date', label: texts.contracts.end, kind: 'date' },
    { name: 'start_date', label: texts.contracts.start, kind: 'date' },
    { name: 'auto_renew', label: texts.contracts.autoRenew, kind: 'boolean', options: [{ value: 'true', label: texts.contracts.auto }, { value: 'false', label: texts.contracts.byHand }] },
  ];
  return (
    <RecordList<Contract>
      title={texts.contracts.title}
      queryKey="contracts"
      columns={columns(nameOf)}
      fields={fields}
      views={VIEWS}
      defaultOrder="end_date"
      load={({ search, filter, orderBy, pageToken }) =>
        load([search && quote(search), filter && `(${filter})`].filter(Boolean).join(' AND '), orderBy, pageToken)
      }
      facts={/crm\.deals\.v1\.Contract/}
      id={(contract) => contract.id}
      name={(contract) => contract.title}
      href={(contract) => `/contracts/${contract.id}`}
      empty={<Empty title={texts.contracts.emptyTitle}>{texts.contracts.empty}</Empty>}
    />
  );
}

const load = (filter: string, order_by: string, page_token: string) =>
  data(api.GET('/v1/contracts', { params: { query: { filter, order_by, page_token, page_size: 50 } } })).then((page) => ({
    rows: page.contracts,
    next: page.next_page_token,
  }));

const columns = (nameOf: (id: string) => string): Column<Contract>[] => [
  { key: 'title', label: texts.contracts.name, orderBy: 'title', render: (contract) => contract.title },
  { key: 'customer', label: texts.contracts.customer, render: (contract) => contract.company_name || contract.contact_name },
  { key: 'value', label: texts.contracts.value, numeric: true, render: (contract) => contract.value && <span className="numbers">{amount(contract.value)}</span> },
  { key: 'start', label: texts.contracts.start, orderBy: 'start_date', extra: true, render: (contract) => date(contract.start_date) },
  { key: 'end', label: texts.contracts.end, orderBy: 'end_date', render: (contract) => <span className="numbers">{date(contract.end_date)}</span> },
  { key: 'left', label: texts.contracts.renewal, render: (contract) => <Left contract={contract} /> },
  { key: 'owner', label: texts.contracts.account, render: (contract) => <Whose name={nameOf(contract.owner_id)} /> },
];

/** How long it runs yet, and what happens then. */
export function Left({ contract }: { contract: Contract }) {
  if (contract.state === 'ENDED') return <span className="stage-chip">{texts.contracts.ended}</span>;
  const days = daysUntil(contract.end_date);
  const tone = days < 0 ? 'LOST' : undefined;
  return (
    <span className="left">
      <span className="stage-chip numbers" data-state={tone} data-stuck={(days >= 0 && days <= 30) || undefined}>
        {texts.contracts.left(days)}
      </span>{' '}
      {contract.auto_renew ? texts.contracts.auto : texts.contracts.byHand}
    </span>
  );
}
