import { api, FormDialog, usePeople, type TeamRecord, type User } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { words } from './texts';

const TEXT = words.teams;

/** So many people are ticked; more are looked for by name. */
const FEW = 16;

/** The teams of a person, with or without this one. */
const teamsOf = ({ team_ids: teams }: User, team: string, belongs: boolean) => (belongs ? [...teams, team] : teams.filter((id) => id !== team));

const move = (user: User, team_ids: string[]) =>
  api.PATCH('/v1/users/{id}', { params: { path: { id: user.id }, header: { 'If-Match': `"${user.etag}"` } }, body: { team_ids } });

/** Who is in a team, chosen together; whoever is disabled stays where they are. */
export function TeamPeople({ team, close }: { team: TeamRecord; close: () => void }) {
  const client = useQueryClient();
  const { people } = usePeople();
  const active = people.filter(({ state }) => state === 'ACTIVE');
  const isIn = ({ team_ids }: User) => team_ids.includes(team.id);
  const save = async (chosen: string[]) => {
    const moved = active.filter((user) => isIn(user) !== chosen.includes(user.id));
    try {
      for (const user of moved) await move(user, teamsOf(user, team.id, chosen.includes(user.id)));
    } finally {
      await client.invalidateQueries({ queryKey: ['users'] });
    }
  };
  return (
    <FormDialog
      title={TEXT.peopleOf(team.name)}
      opened
      close={close}
      draftKey={`team:${team.id}:people`}
      fields={[{ name: 'people', label: TEXT.peopleLabel, kind: active.length > FEW ? 'many' : 'checks', help: TEXT.peopleHelp, options: active.map(({ id, name }) => ({ value: id, label: name })) }]}
      initial={{ people: active.filter(isIn).map(({ id }) => id) }}
      submit={TEXT.save}
      save={({ people: chosen }) => save(chosen as string[])}
    />
  );
}
