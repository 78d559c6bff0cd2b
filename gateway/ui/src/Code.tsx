import { Refusal, texts } from '@trellis/kit';
import { TextInput } from '@mantine/core';

/** Whether all was right but for the code of the second factor, which is now asked for. */
export const isAsking = (error: unknown) => error instanceof Refusal && error.problem.reason === 'CODE_REQUIRED';

/** Where one types the code of the second factor. */
export const Code = ({ code, change }: { code: string; change: (text: string) => void }) => (
  <TextInput
    label={texts.signIn.code}
    description={texts.signIn.codeHelp}
    name="code"
    autoComplete="one-time-code"
    size="md"
    required
    autoFocus
    value={code}
    onChange={(event) => change(event.currentTarget.value)}
  />
);
