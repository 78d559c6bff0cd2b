import { acceptInvitation, invited, moment, Refusal, refusalOf, texts } from '@trellis/kit';
import { Alert, Button, PasswordInput, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react';
import { Code, isAsking } from './Code';
import { words } from './set-password-texts';
import './sign-in.css';

type Invited = Awaited<ReturnType<typeof invited>>;

const watchLink = (changed: () => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

/** Where a one-time link leads: a person sets their password and is signed in. */
export function SetPassword() {
  useDocumentTitle(`${words.title} · ${texts.product}`);
  const token = useSyncExternalStore(watchLink, () => location.hash.slice(1));
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => (token ? invited(token) : null),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const ended = query.data === null || isEnded(query.error);
  return (
    <main className="sign-in">
      <div className="card sign-in-card">
        <Text className="sign-in-mark" ff="heading">
          {texts.product}
        </Text>
        {query.isPending && <Waiting />}
        {ended && <Ended />}
        {query.error && !ended && <Broken error={query.error} retry={() => void query.refetch()} />}
        {query.data && <Form key={token} token={token} invited={query.data} />}
      </div>
    </main>
  );
}

const isEnded = (error: unknown) => error instanceof Refusal && error.problem.reason === 'LINK_ENDED';

const Waiting = () => (
  <Stack gap="md" aria-busy>
    <Title order={1}>{words.title}</Title>
    <Skeleton h={320} />
  </Stack>
);

const Message = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <Stack gap="md">
    <div role="alert">
      <Title order={1}>{title}</Title>
      <Text size="sm" mt={4}>
        {text}
      </Text>
    </div>
    {children}
  </Stack>
);

/** Used, replaced, too old, mistyped: the same words. */
const Ended = () => (
  <Message title={words.ended} text={words.endedHelp}>
    <Button component="a" href="/sign-in" variant="default" fullWidth>
      {words.toSignIn}
    </Button>
  </Message>
);

const Broken = ({ error, retry }: { error: Error; retry: () => void }) => (
  <Message title={texts.errors.title} text={error.message}>
    <Button variant="default" onClick={retry} fullWidth>
      {texts.errors.again}
    </Button>
  </Message>
);

function Form({ token, invited: { name, email, expire_time: until } }: { token: string; invited: Invited }) {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState(false);
  const [code, setCode] = useState('');
  const attempt = useMutation({
    mutationFn: async () => {
      if (password !== again) throw refusalOf({ again: words.differs });
      return acceptInvitation(token, password, code.trim());
    },
    onSuccess: () => location.replace('/'),
    onError: (error) => setAsked((before) => isAsking(error) || (before && !isAboutPassword(error))),
    meta: { quiet: true },
  });
  if (isEnded(attempt.error)) return <Ended />;
  const refused = attempt.error instanceof Refusal ? attempt.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Title order={1}>{words.title}</Title>
          <Text size="sm" mt={4}>
            {words.whose(name)}
          </Text>
          <Text c="dimmed" size="sm" className="sign-in-address">
            {email}
          </Text>
        </div>
        {attempt.error && !isAsking(attempt.error) && !isAboutPassword(attempt.error) && (
          <Alert color="red" variant="light" role="alert" title={words.refused}>
            {attempt.error.message}
          </Alert>
        )}
        {/* Password managers save the password under the name they find beside it. */}
        <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
        {asked ? (
          <Code code={code} change={setCode} />
        ) : (
          <>
            <Password label={words.password} help={words.rules} value={password} change={setPassword} error={refused.password} autoFocus />
            <Password label={words.again} value={again} change={setAgain} error={refused.again} />
          </>
        )}
        <Button type="submit" size="md" fullWidth loading={attempt.isPending || attempt.isSuccess}>
          {words.submit}
        </Button>
        <Text c="dimmed" size="xs">
          {words.until(moment(until))}
        </Text>
      </Stack>
    </form>
  );
}

const isAboutPassword = (error: unknown) => error instanceof Refusal && Object.keys(error.fields).some((name) => name === 'password' || name === 'again');

interface PasswordProps {
  label: string;
  help?: string;
  value: string;
  change: (text: string) => void;
  error?: string;
  autoFocus?: boolean;
}

const Password = ({ label, help, value, change, error, autoFocus }: PasswordProps) => (
  <PasswordInput
    label={label}
    description={help}
    error={error && `${label} ${error}`}
    autoComplete="new-password"
    size="md"
    required
    autoFocus={autoFocus}
    value={value}
    onChange={(event) => change(event.currentTarget.value)}
  />
);
