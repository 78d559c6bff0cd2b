import { signIn, texts } from '@trellis/kit';
import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Code, isAsking } from './Code';
import './sign-in.css';

const OWN_PATH = /^\/(?![/\\])/;

/** Where the person wanted to go; never a page of somebody else. */
function wanted(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '';
  return OWN_PATH.test(next) && !next.startsWith('/sign-in') ? next : '/';
}

/** E-mail and password, then the code for who has a second factor; afterwards the page one wanted to see. */
export function SignIn() {
  useDocumentTitle(`${texts.signIn.title} · ${texts.product}`);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [code, setCode] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(email, password, code.trim()),
    onSuccess: () => location.assign(wanted()),
    onError: (error) => setAsked(asked || isAsking(error)),
    meta: { quiet: true },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const back = () => {
    setAsked(false);
    setCode('');
    attempt.reset();
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit} className="card sign-in-card">
        <Stack gap="md">
          <div>
            <Text className="sign-in-mark" ff="heading">
              {texts.product}
            </Text>
            <Title order={1}>{texts.signIn.title}</Title>
            <Text c="dimmed" size="sm" mt={4}>
              {texts.signIn.purpose}
            </Text>
          </div>
          {attempt.error && !isAsking(attempt.error) && (
            <Alert color="red" variant="light" role="alert" title={texts.signIn.refused}>
              {attempt.error.message}
            </Alert>
          )}
          {asked ? (
            <Code code={code} change={setCode} />
          ) : (
            <Credentials email={email} changeEmail={setEmail} password={password} changePassword={setPassword} />
          )}
          <Button type="submit" size="md" fullWidth loading={attempt.isPending || attempt.isSuccess}>
            {texts.signIn.submit}
          </Button>
          {asked && (
            <Button variant="subtle" color="gray" onClick={back}>
              {texts.signIn.back}
            </Button>
          )}
        </Stack>
      </form>
    </main>
  );
}

interface CredentialsProps {
  email: string;
  changeEmail: (text: string) => void;
  password: string;
  changePassword: (text: string) => void;
}

const Credentials = ({ email, changeEmail, password, changePassword }: CredentialsProps) => (
  <>
    <TextInput
      label={texts.signIn.email}
      name="email"
      type="email"
      autoComplete="username"
      size="md"
      required
      autoFocus
      value={email}
      onChange={(event) => changeEmail(event.currentTarget.value)}
    />
    <PasswordInput
      label={texts.signIn.password}
      name="password"
      autoComplete="current-password"
      size="md"
      required
      value={password}
      onChange={(event) => changePassword(event.currentTarget.value)}
    />
  </>
);
