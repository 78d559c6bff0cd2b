import { Button } from '@mantine/core';
import { api, data, toast } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { texts } from '../texts';

/** Asks a customer by e-mail whether they would recommend us; the service says when it is too soon. */
export function AskToRecommend({ contactId }: { contactId: string }) {
  const ask = useMutation({
    mutationFn: () => data(api.POST('/v1/nps_surveys', { body: { contact_id: contactId } })),
    onSuccess: (survey) => toast.good(texts.nps.asked(survey.contact_email)),
  });
  return (
    <Button size="compact-xs" variant="default" justify="flex-start" w="fit-content" loading={ask.isPending} onClick={() => ask.mutate()}>
      {texts.nps.ask}
    </Button>
  );
}
