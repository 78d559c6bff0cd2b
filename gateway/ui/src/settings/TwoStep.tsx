import { api, data, Loaded, Pill, RecordForm, Section, toast, When, type Schemas } from '@trellis/kit';
import { Anchor, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from './texts';

type Setup = Schemas['gateway.SecondFactorSetup'];

const TEXT = words.twoStep;
const KEY = ['second_factor'];

/** The code of an authenticator app beside the password: set up, shown, turned off. */
export function TwoStep() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: () => data(api.GET('/v1/me/second_factor')) });
  const [codes, setCodes] = useState<string[]>();
  const changed = () => void client.invalidateQueries({ queryKey: KEY });
  return (
    <Section title={TEXT.title}>
      {codes ? (
        <RecoveryCodes codes={codes} done={() => setCodes(undefined)} />
      ) : (
        <Loaded query={query}>
          {(factor) =>
            factor.confirm_time ? (
              <Active since={factor.confirm_time} left={factor.recovery_codes_left} removed={changed} />
            ) : (
              <SetUp
                done={(fresh) => {
                  setCodes(fresh);
                  changed();
                }}
              />
            )
          }
        </Loaded>
      )}
    </Section>
  );
}

const Proof = <Result,>({ label, submit, save, onDone }: { label: string; submit: string; save: (body: never) => Promise<Result>; onDone: (result: Result) => void }) => (
  <RecordForm
    draftKey="second_factor"
    secret
    fields={[{ name: 'current_password', label, kind: 'password', autoComplete: 'current-password', required: true, half: true }]}
    submit={submit}
    save={(values) => save(values as never)}
    onDone={onDone}
  />
);

interface ActiveProps {
  since: string;
  left: number;
  removed: () => void;
}

const Active = ({ since, left, removed }: ActiveProps) => (
  <Stack gap="sm">
    <Group gap="xs">
      <Pill tone="good">{TEXT.on}</Pill>
      <Text size="sm">
        {TEXT.since} <When time={since} /> · {TEXT.left(left)}
      </Text>
    </Group>
    <Proof
      label={TEXT.toTurnOff}
      submit={TEXT.turnOff}
      save={(body) => api.POST('/v1/me/second_factor:remove', { body })}
      onDone={() => {
        toast.good(TEXT.turnedOff);
        removed();
      }}
    />
  </Stack>
);

function SetUp({ done }: { done: (codes: string[]) => void }) {
  const [setup, setSetup] = useState<Setup>();
  if (!setup)
    return (
      <Stack gap="sm">
        <Text size="sm">{TEXT.purpose}</Text>
        <Proof label={TEXT.toSetUp} submit={TEXT.setUp} save={(body) => data(api.POST('/v1/me/second_factor:begin', { body }))} onDone={setSetup} />
      </Stack>
    );
  return (
    <Stack gap="sm">
      <Text size="sm">{TEXT.scan}</Text>
      <img src={setup.qr_code} alt={TEXT.picture} width={196} height={196} className="qr" />
      <Text size="sm">
        {TEXT.type} <Code>{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code> <Anchor href={setup.uri} underline="always">{TEXT.open}</Anchor>
      </Text>
      <RecordForm
        draftKey="second_factor:code"
        secret
        fields={[{ name: 'code', label: TEXT.code, required: true, half: true, help: TEXT.codeHelp }]}
        submit={TEXT.confirm}
        save={(values) => data(api.POST('/v1/me/second_factor:confirm', { body: values as never }))}
        onDone={({ recovery_codes }) => done(recovery_codes)}
        onCancel={() => setSetup(undefined)}
      />
    </Stack>
  );
}

const RecoveryCodes = ({ codes, done }: { codes: string[]; done: () => void }) => (
  <Stack gap="sm" role="status">
    <Text size="sm">{TEXT.keep}</Text>
    <ul className="plain codes">
      {codes.map((code) => (
        <li key={code}>
          <Code>{code}</Code>
        </li>
      ))}
    </ul>
    <Group gap="xs">
      <Button variant="default" onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => toast.good(TEXT.copied))}>
        {TEXT.copy}
      </Button>
      <Button onClick={done}>{TEXT.kept}</Button>
    </Group>
  </Stack>
);
