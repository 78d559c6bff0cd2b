import { Section } from '@trellis/kit';
import { Button, Code, CopyButton, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { texts } from '../texts';
import type { Form } from './api';

const { forms: say } = texts;

/** The three ways a form comes to visitors. */
export function Share({ form }: { form: Form }) {
  return (
    <div className="stack share">
      <Way title={say.link} help={say.linkHelp} text={form.hosted_url} />
      <Way title={say.embed} help={say.embedHelp} text={form.embed_html} />
      <Way title={say.plain} help={say.plainHelp} text={form.plain_html} />
    </div>
  );
}

const Way = ({ title, help, text }: { title: string; help: string; text: string }) => (
  <Section
    title={title}
    aside={
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="light" leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />} onClick={copy}>
            {copied ? say.copied : say.copy}
          </Button>
        )}
      </CopyButton>
    }
  >
    <Text size="sm" c="dimmed" mb="xs">
      {help}
    </Text>
    <Code block tabIndex={0} className="share-code">
      {text}
    </Code>
  </Section>
);
