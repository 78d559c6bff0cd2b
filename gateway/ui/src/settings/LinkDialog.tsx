import { api, data, Dialog, moment, type Schemas, type User } from '@trellis/kit';
import { Button, CopyButton, Group, Text, TextInput } from '@mantine/core';
import { words } from './texts';

const TEXT = words.people;

/** Whom a link is for, and the only sight of it. */
export interface Linked {
  user: User;
  invitation: Schemas['gateway.Invitation'];
}

/** A new link for a person; the one before ends. */
export const linkFor = async (user: User): Promise<Linked> => ({
  user,
  invitation: await data(api.POST('/v1/users/{id}:invite', { params: { path: { id: user.id } }, body: {} })),
});

/** A mail in the admin's own program: the link is a secret, so it goes through nothing of ours that is kept. */
function letter({ name, email }: User, link: string) {
  const [to, subject, body] = [email, TEXT.mailSubject, TEXT.mailText(name, link).join('\r\n')].map(encodeURIComponent);
  return `mailto:${to}?subject=${subject}&body=${body}`;
}

/** The link to copy; a click beside it does not lose it. */
export const LinkDialog = ({ linked: { user, invitation }, close }: { linked: Linked; close: () => void }) => (
  <Dialog onClose={close} title={TEXT.linkTitle(user.name)} closeOnClickOutside={false}>
    <Text size="sm" mb="sm">
      {TEXT.linkHelp(user.name)}
    </Text>
    <TextInput
      label={TEXT.linkLabel}
      readOnly
      value={invitation.link}
      onFocus={(event) => event.currentTarget.select()}
    />
    <Text size="xs" c="dimmed" mt="xs">
      {TEXT.linkUntil(moment(invitation.expire_time ?? ''))}
    </Text>
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={close}>
        {TEXT.linkDone}
      </Button>
      <Button component="a" variant="default" href={letter(user, invitation.link)}>
        {TEXT.mailLink}
      </Button>
      <CopyButton value={invitation.link}>
        {({ copied, copy }) => (
          <Button onClick={copy} data-autofocus>
            {copied ? TEXT.linkCopied : TEXT.copyLink}
          </Button>
        )}
      </CopyButton>
    </Group>
  </Dialog>
);
