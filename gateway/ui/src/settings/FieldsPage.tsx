import { api, data, Dialog, EditDialog, Empty, FormDialog, keyOf, Loaded, may, MoreMenu, Page, Pill, Section, toast, useSession, type FormField, type Schemas, type Values } from '@trellis/kit';
import { Button, Group, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from './texts';
import './settings.css';

type Field = Schemas['leads.Field'];
type Resource = 'CONTACT' | 'COMPANY';
const TEXT = words.fields;
const TYPES = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'CHOICE', 'CHOICES'] as const;

const chooses = (type: unknown) => type === 'CHOICE' || type === 'CHOICES';
const OPTIONS: FormField = { name: 'options', label: TEXT.options, kind: 'tags', required: true, help: TEXT.optionsHelp };
const RULES: FormField[] = [
  { name: 'help_text', label: TEXT.help },
  { name: 'position', label: TEXT.position, kind: 'number', help: TEXT.positionHelp, half: true },
  { name: 'required', label: TEXT.required, kind: 'yes', help: TEXT.requiredHelp },
];
const NEW: FormField[] = [
  { name: 'label', label: TEXT.label, required: true },
  { name: 'key', label: TEXT.key, required: true, help: TEXT.keyHelp, follows: ({ label }) => keyOf(label) },
  { name: 'type', label: TEXT.type, kind: 'choice', required: true, options: TYPES.map((value) => ({ value, label: TEXT.types[value] })) },
  { ...OPTIONS, only: ({ type }) => chooses(type) },
  ...RULES,
];
const OLD = ({ type }: Field): FormField[] => [{ name: 'label', label: TEXT.label, required: true }, ...(chooses(type) ? [OPTIONS] : []), ...RULES];

/** Fields that people and companies have here beside those that come with the product. */
export function FieldsPage() {
  const query = useQuery({ queryKey: ['fields'], queryFn: () => data(api.GET('/v1/fields')) });
  return (
    <Page title={words.nav.fields} lead={TEXT.lead} narrow>
      <Loaded query={query}>
        {({ fields }) => (
          <div className="stack">
            <Fields resource="CONTACT" fields={fields} />
            <Fields resource="COMPANY" fields={fields} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Fields({ resource, fields }: { resource: Resource; fields: Field[] }) {
  const client = useQueryClient();
  const editable = may(useSession(), 'fields.write');
  const [open, setOpen] = useState<Field | 'new'>();
  const [dropped, setDropped] = useState<Field>();
  const own = fields.filter((field) => field.resource === resource);
  const fresh = () => void client.invalidateQueries({ queryKey: ['fields'] });
  const add = editable && (
    <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
      {TEXT.add[resource]}
    </Button>
  );
  return (
    <Section title={TEXT.of[resource]} aside={own.length > 0 && add} flush>
      {own.length === 0 && (
        <Empty title={TEXT.empty} action={add}>
          {TEXT.emptyHelp}
        </Empty>
      )}
      <ul className="plain rows">
        {own.map((field) => (
          <Row key={field.id} field={field} {...(editable && { edit: setOpen, drop: setDropped })} />
        ))}
      </ul>
      {open === 'new' && <Adding resource={resource} close={() => setOpen(undefined)} done={fresh} />}
      {open && open !== 'new' && <Editing field={open} close={() => setOpen(undefined)} done={fresh} />}
      {dropped && <Dropping field={dropped} close={() => setDropped(undefined)} done={fresh} />}
    </Section>
  );
}

const Row = ({ field, edit, drop }: { field: Field; edit?: (field: Field) => void; drop?: (field: Field) => void }) => (
  <li className="row-item">
    <div>
      <Group gap="xs">
        <Text fw={600} size="sm">
          {field.label}
        </Text>
        <Pill>{TEXT.types[field.type as (typeof TYPES)[number]]}</Pill>
        {field.required && <Pill tone="soon">{TEXT.required}</Pill>}
      </Group>
      <Text size="xs" c="dimmed" ff="monospace">
        custom_fields.{field.key}
      </Text>
      {(field.options.length > 0 || field.help_text) && (
        <Text size="sm" c="dimmed">
          {[field.options.join(', '), field.help_text].filter(Boolean).join(' · ')}
        </Text>
      )}
    </div>
    {edit && drop && (
      <MoreMenu label={TEXT.menu(field.label)} inRow>
        <Menu.Item onClick={() => edit(field)}>{TEXT.edit}</Menu.Item>
        <Menu.Item onClick={() => drop(field)}>{TEXT.remove}</Menu.Item>
      </MoreMenu>
    )}
  </li>
);

interface DialogProps {
  close: () => void;
  done: () => void;
}

const Adding = ({ resource, close, done }: DialogProps & { resource: Resource }) => (
  <FormDialog
    title={TEXT.add[resource]}
    opened
    close={close}
    draftKey={`field:new:${resource}`}
    fields={NEW}
    initial={{ type: 'TEXT' }}
    submit={TEXT.create}
    save={(values) => data(api.POST('/v1/fields', { body: { ...values, resource } as never }))}
    onDone={done}
  />
);

function Editing({ field, close, done }: DialogProps & { field: Field }) {
  const path = { id: field.id };
  return (
    <EditDialog
      title={field.label}
      record={field}
      fields={OLD(field)}
      shown={({ label, required, help_text, position, options }): Values =>
        chooses(field.type) ? { label, required, help_text, position, options } : { label, required, help_text, position }
      }
      submit={TEXT.save}
      load={() => data(api.GET('/v1/fields/{id}', { params: { path } }))}
      save={(values, etag) => api.PATCH('/v1/fields/{id}', { params: { path, header: { 'If-Match': `"${etag}"` } }, body: values as never })}
      close={close}
      done={done}
    />
  );
}

function Dropping({ field, close, done }: DialogProps & { field: Field }) {
  const drop = useMutation({
    mutationFn: () => api.DELETE('/v1/fields/{id}', { params: { path: { id: field.id } } }),
    onSuccess: () => {
      toast.good(TEXT.removed(field.label));
      done();
      close();
    },
  });
  return (
    <Dialog onClose={close} title={TEXT.removeTitle(field.label)}>
      <Text size="sm">{TEXT.removeHelp}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {TEXT.keep}
        </Button>
        <Button color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
          {TEXT.remove}
        </Button>
      </Group>
    </Dialog>
  );
}
