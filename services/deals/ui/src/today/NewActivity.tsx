import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { ContactPicker, Dialog } from '@trellis/kit';
import { type About, Composer } from '../deal/Composer';
import { texts } from '../texts';

const NOTHING: About = { dealId: '', contactId: '', contactName: '' };

/** A call, a meeting, a note or a task that belongs to no deal, or to none yet. */
export function NewActivity() {
  const [about, setAbout] = useState<About>();
  const close = () => setAbout(undefined);
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setAbout(NOTHING)}>
        {texts.today.add}
      </Button>
      <Dialog opened={Boolean(about)} onClose={close} title={texts.today.addTitle}>
        {about && (
          <Stack gap="md">
            <ContactPicker
              label={texts.fields.contact_id!}
              value={about.contactId}
              name={about.contactName}
              autoFocus
              onChange={(contactId, contactName) => setAbout({ ...NOTHING, contactId, contactName })}
            />
            <Composer about={about} saved={close} />
          </Stack>
        )}
      </Dialog>
    </>
  );
}
