import { Pill, Section } from '@trellis/kit';
import { ActionIcon, Button, Checkbox, Group, NativeSelect, TagsInput, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useCustomFields } from '../shared/useFields';
import { texts } from '../texts';
import type { Question } from './api';

const { forms: say, fields: label } = texts;

const CONTACT = [
  'email',
  'full_name',
  'first_name',
  'last_name',
  'phone',
  'company_name',
  'job_title',
  'country',
  'city',
  'language',
  'birth_date',
] as const;

const TYPES = Object.entries(say.types).map(([value, words]) => ({ value, label: words }));

interface Props {
  questions: Question[];
  change: (questions: Question[]) => void;
}

/** The questions of a form in their order; one is open at a time. */
export function Questions({ questions, change }: Props) {
  const [opened, setOpened] = useState<string>();
  const put = (at: number, question: Question) => change(questions.map((each, index) => (index === at ? question : each)));
  const move = (at: number, to: number) => {
    const next = [...questions];
    const [moved] = next.splice(at, 1);
    next.splice(to, 0, moved!);
    change(next);
  };
  const add = () => {
    const key = fresh(questions);
    change([...questions, { key, maps_to: '', label: '', type: 'TEXT', required: false, options: [], help_text: '', hidden: false, default_value: '' }]);
    setOpened(key);
  };
  return (
    <Section
      title={say.questions}
      flush
      aside={
        <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={add}>
          {say.addQuestion}
        </Button>
      }
    >
      <ol className="questions">
        {questions.map((question, at) => {
          const name = question.label || say.untitled;
          return (
            <li key={question.key}>
              <Group gap={4} wrap="nowrap">
                <UnstyledButton
                  className="question"
                  aria-expanded={opened === question.key}
                  onClick={() => setOpened(opened === question.key ? undefined : question.key)}
                >
                  <span className="cell-name">{name}</span>
                  <Text span size="xs" c="dimmed">
                    {say.types[question.type as keyof typeof say.types]}
                  </Text>
                  {question.required && <Pill>{say.required}</Pill>}
                  {question.hidden && <Pill>{say.hidden}</Pill>}
                </UnstyledButton>
                <ActionIcon variant="subtle" color="gray" aria-label={say.up(name)} disabled={at === 0} onClick={() => move(at, at - 1)}>
                  <IconArrowUp size={15} />
                </ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={say.down(name)} disabled={at === questions.length - 1} onClick={() => move(at, at + 1)}>
                  <IconArrowDown size={15} />
                </ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={say.remove(name)} onClick={() => change(questions.filter((_, index) => index !== at))}>
                  <IconTrash size={15} />
                </ActionIcon>
              </Group>
              {opened === question.key && <Edit question={question} change={(next) => put(at, next)} />}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

function Edit({ question, change }: { question: Question; change: (question: Question) => void }) {
  const custom = useCustomFields('CONTACT');
  const targets = [
    { value: '', label: say.mapsNowhere },
    ...CONTACT.map((name) => ({ value: name, label: label[name] })),
    ...custom.map((field) => ({ value: `custom_fields.${field.key}`, label: field.label })),
    { value: 'source', label: say.mapsSource },
  ];
  const choice = question.type === 'CHOICE' || question.type === 'CHOICES';
  return (
    <div className="question-edit">
      <TextInput label={say.label} value={question.label} autoFocus onChange={(event) => change({ ...question, label: event.currentTarget.value })} />
      <NativeSelect label={say.type} data={TYPES} value={question.type} onChange={(event) => change({ ...question, type: event.currentTarget.value as Question['type'] })} />
      <NativeSelect label={say.mapsTo} data={targets} value={question.maps_to} onChange={(event) => change({ ...question, maps_to: event.currentTarget.value })} />
      <TextInput label={say.help} value={question.help_text} onChange={(event) => change({ ...question, help_text: event.currentTarget.value })} />
      {choice && <TagsInput label={say.options} value={question.options} onChange={(options) => change({ ...question, options })} />}
      <TextInput label={say.preset} value={question.default_value} onChange={(event) => change({ ...question, default_value: event.currentTarget.value })} />
      <Group gap="lg">
        <Checkbox size="xs" label={say.required} checked={question.required} onChange={(event) => change({ ...question, required: event.currentTarget.checked })} />
        <Checkbox size="xs" label={say.hidden} checked={question.hidden} onChange={(event) => change({ ...question, hidden: event.currentTarget.checked })} />
      </Group>
    </div>
  );
}

function fresh(questions: Question[]): string {
  for (let number = questions.length + 1; ; number += 1) {
    const key = `question_${number}`;
    if (!questions.some((question) => question.key === key)) return key;
  }
}
