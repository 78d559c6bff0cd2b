import { ConflictDialog, Loaded, may, Pill, RecordPage, Score, StagePath, useRecent, useSession, type PathStep } from '@trellis/kit';
import { Anchor, Button, Group } from '@mantine/core';
import { IconBriefcase, IconMail, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { MergeDialog } from '../merging/MergeDialog';
import { nameOf } from '../people/columns';
import { JOURNEY, ratingTone, stageTone, type Contact, type Stage } from '../shared/choices';
import { texts } from '../texts';
import { ContactFacts } from './ContactFacts';
import { ConvertDialog } from './ConvertDialog';
import { ContactMenu } from './ContactMenu';
import { Related } from './Related';
import { StageDialog } from './StageDialog';
import { Story } from './Story';
import { useContact } from './useContact';

/** Sales has these people already. */
const CONVERTED = new Set<Stage>(['OPPORTUNITY', 'CUSTOMER', 'ADVOCATE']);

/** One person: who they are, what happened, what belongs to them. An id that was merged leads to the record it is in. */
export function ContactPage() {
  const { id = '' } = useParams();
  const contact = useContact(id);
  useRecent(texts.contact.kind, contact.record && nameOf(contact.record));
  return (
    <>
      <Loaded query={contact.query}>
        {(record) => (record.id === id ? <Shown key={record.id} contact={record} {...contact} /> : <Navigate to={`/people/${record.id}`} replace />)}
      </Loaded>
      <ConflictDialog conflict={contact.conflict} labels={texts.fields} />
    </>
  );
}

function Shown({ contact, save, errors }: { contact: Contact } & ReturnType<typeof useContact>) {
  const navigate = useNavigate();
  const session = useSession();
  const writes = may(session, 'contacts.write');
  const [moving, setMoving] = useState<Stage>();
  const [converting, setConverting] = useState(false);
  const [merging, setMerging] = useState(false);
  return (
    <RecordPage
      title={nameOf(contact)}
      parent={{ to: '/people', label: texts.people.title }}
      lead={<Lead contact={contact} />}
      actions={
        <>
          {contact.email && (
            <Button variant="default" component="a" href={`mailto:${contact.email}`} leftSection={<IconMail size={15} />}>
              {texts.contact.write}
            </Button>
          )}
          {contact.phone && (
            <Button variant="default" component="a" href={`tel:${contact.phone}`} leftSection={<IconPhone size={15} />}>
              {texts.contact.call}
            </Button>
          )}
          {may(session, 'contacts.convert') && !CONVERTED.has(contact.lifecycle_stage) && (
            <Button leftSection={<IconBriefcase size={15} />} onClick={() => setConverting(true)}>
              {texts.convert.open}
            </Button>
          )}
          <ContactMenu contact={contact} gone={() => void navigate('/people')} merge={() => setMerging(true)} />
        </>
      }
      above={
        <>
          <StagePath steps={steps(contact)} onChoose={writes ? (key) => setMoving(key as Stage) : undefined} />
          {moving && <StageDialog contact={contact} stage={moving} close={() => setMoving(undefined)} />}
          {merging && <MergeDialog id={contact.id} close={() => setMerging(false)} onMerged={(id) => void navigate(`/people/${id}`)} />}
          {converting && <ConvertDialog contact={contact} close={() => setConverting(false)} />}
        </>
      }
      facts={<ContactFacts contact={contact} save={save} errors={errors} readOnly={!writes} />}
      story={<Story contact={contact} readOnly={!writes} />}
      related={<Related contact={contact} save={save} readOnly={!writes} />}
    />
  );
}

const Lead = ({ contact }: { contact: Contact }) => (
  <Group gap={10} component="span">
    {contact.job_title && <span>{contact.job_title}</span>}
    {contact.company_id ? (
      <Anchor component={Link} to={`/companies/${contact.company_id}`} size="sm">
        {contact.company_name}
      </Anchor>
    ) : (
      contact.company_name && <span>{contact.company_name}</span>
    )}
    <Score value={Math.round(contact.score)} of={nameOf(contact)} />
    <Pill tone={ratingTone(contact.rating)}>{texts.ratings[contact.rating]}</Pill>
    {!JOURNEY.includes(contact.lifecycle_stage) && (
      <Pill tone={stageTone(contact.lifecycle_stage)}>{texts.stages[contact.lifecycle_stage]}</Pill>
    )}
  </Group>
);

function steps({ lifecycle_stage }: Contact): PathStep[] {
  const now = JOURNEY.indexOf(lifecycle_stage);
  return JOURNEY.map((stage, at) => ({
    key: stage,
    label: texts.stages[stage],
    state: at < now ? 'done' : at === now ? 'now' : 'ahead',
  }));
}
