import { api, data, EachDialog, type EachWork } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { choices } from '../shared/choices';
import { giveTo, useMacros, useRefresh } from '../shared/queries';
import type { Priority, Ticket } from '../shared/types';
import { texts } from '../texts';

export interface Bulk {
  kind: 'give' | 'priority' | 'solve' | 'macro';
  ids: string[];
  /** Lets go of the selection. */
  done: () => void;
}

const path = (id: string) => ({ params: { path: { id } } });

const get = (id: string) => data(api.GET('/v1/tickets/{id}', path(id)));
const change = ({ id }: Ticket, priority: Priority) => api.PATCH('/v1/tickets/{id}', { ...path(id), body: { priority } });
const solve = ({ id }: Ticket) => api.POST('/v1/tickets/{id}:solve', { ...path(id), body: { take: true } });
const use = ({ id }: Ticket, macro_id: string) =>
  api.POST('/v1/tickets/{ticket_id}:applyMacro', { params: { path: { ticket_id: id } }, body: { macro_id } });

/** Open again, and with nobody when nobody saw to it. */
async function reopen(before: Ticket): Promise<void> {
  await api.POST('/v1/tickets/{id}:reopen', { ...path(before.id), body: {} });
  if (!before.owner_id) await giveTo(before.id, '');
}

/** Gives, solves or answers several tickets, or says how soon. */
export function BulkDialog({ bulk, close }: { bulk: Bulk; close: () => void }) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const work = useWork(bulk.ids.length)[bulk.kind];
  return (
    <EachDialog<Ticket>
      ids={bulk.ids}
      work={work}
      get={get}
      name={({ number, subject }) => `#${number} ${subject}`}
      href={({ id }) => `/${id}`}
      count={texts.all.several.tickets}
      refresh={() => Promise.all([client.invalidateQueries({ queryKey: ['tickets'] }), refresh()])}
      ended={bulk.done}
      close={close}
    />
  );
}

function useWork(n: number): Record<Bulk['kind'], EachWork<Ticket>> {
  const { data: macros = [] } = useMacros();
  const { several: say } = texts.all;
  return {
    give: {
      title: say.give(n),
      action: say.apply,
      field: { name: 'owner_id', label: say.owner, kind: 'person' },
      change: ({ id }, owner) => giveTo(id, owner),
      takeBack: (before) => giveTo(before.id, before.owner_id),
      done: say.given,
    },
    priority: {
      title: say.priority(n),
      action: say.apply,
      field: { name: 'priority', label: texts.facts.priority, kind: 'choice', options: choices(texts.priority) },
      change: (ticket, priority) => change(ticket, priority as Priority),
      takeBack: (before) => change(before, before.priority),
      done: say.changed,
    },
    solve: { title: say.solve(n), action: say.solving, change: solve, takeBack: reopen, done: say.solved },
    macro: {
      title: say.macro(n),
      action: say.apply,
      field: { name: 'macro_id', label: say.which, help: say.atOnce, kind: 'choice', options: macros.map(({ id, name }) => ({ value: id, label: name })) },
      change: use,
      done: say.answered,
    },
  };
}
