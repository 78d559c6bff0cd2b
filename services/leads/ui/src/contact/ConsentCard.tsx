import { api, FormDialog, Pill, Section, When, data, type Values } from '@trellis/kit';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CONSENTS, consentTone, type Contact } from '../shared/choices';
import { texts } from '../texts';
import { contactKey } from './useContact';

const { contact: say } = texts;

/** What a colleague can record; a request is made by a form. */
const RECORDED = CONSENTS.filter(({ value }) => value !== 'REQUESTED');

/** Whether marketing may write to a person, and the proof. */
export function ConsentCard({ contact, readOnly }: { contact: Contact; readOnly: boolean }) {
  const client = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const path = { contact_id: contact.id };
  const consents = useQuery({
    queryKey: ['consents', contact.id],
    queryFn: () => data(api.GET('/v1/contacts/{contact_id}/consents', { params: { path, query: { page_size: 5 } } })),
  });
  const save = async (values: Values) => {
    const body = { state: values.state, text: values.text } as never;
    await api.POST('/v1/contacts/{contact_id}/consents', { params: { path }, body });
    for (const queryKey of [['consents', contact.id], ['timeline', contact.id], contactKey(contact.id)])
      void client.invalidateQueries({ queryKey });
  };
  const proofs = consents.data?.consents ?? [];
  return (
    <Section
      title={say.consent}
      aside={<Pill tone={consentTone(contact.marketing_consent)}>{texts.consents[contact.marketing_consent]}</Pill>}
    >
      {consents.isSuccess && proofs.length === 0 && contact.marketing_consent === 'CONSENT_STATE_UNSPECIFIED' && (
        <Text size="sm" c="dimmed">
          {say.noConsent}
        </Text>
      )}
      <ul className="plain stack-tight">
        {proofs.map((proof) => (
          <li key={proof.id}>
            <Text size="sm" lineClamp={3}>
              {proof.text}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              <Group gap={6}>
                {texts.consents[proof.state]}
                {proof.create_time && <When time={proof.create_time} />}
                {proof.text_version && <span>{say.version(proof.text_version)}</span>}
              </Group>
            </Text>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button size="xs" variant="default" mt="sm" onClick={open}>
          {say.consentChange}
        </Button>
      )}
      <FormDialog
        title={say.consentChange}
        opened={opened}
        close={close}
        draftKey={`consent:${contact.id}`}
        initial={{ state: 'GRANTED' }}
        fields={[
          { name: 'state', label: say.consentState, kind: 'choice', options: RECORDED, required: true },
          { name: 'text', label: say.consentText, kind: 'long', required: true, help: say.consentHelp },
        ]}
        submit={say.consentChange}
        save={save}
      />
    </Section>
  );
}
