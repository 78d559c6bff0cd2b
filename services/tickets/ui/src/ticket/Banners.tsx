import { Anchor, Button } from '@mantine/core';
import { IconArrowMerge, IconArrowsSplit2, IconMoodAngry, IconMoodSmile } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';
import type { Steps } from './useSteps';

/** What must not be overlooked before somebody writes. */
export function Banners({ ticket, steps }: { ticket: Ticket; steps: Steps }) {
  const done = ticket.state === 'SOLVED' || ticket.state === 'CLOSED';
  return (
    <>
      {ticket.type === 'COMPLAINT' && !done && (
        <p className="banner" data-tone="late" role="note">
          <IconMoodAngry size={18} aria-hidden />
          <span>{texts.ticket.complaint}</span>
        </p>
      )}
      {ticket.merged_into_id && (
        <p className="banner" role="note">
          <IconArrowMerge size={18} aria-hidden />
          <span>
            {texts.ticket.merged}{' '}
            <Anchor component={Link} to={`/${ticket.merged_into_id}`}>
              {texts.ticket.openOther}
            </Anchor>
          </span>
          <Button size="compact-sm" variant="default" loading={steps.unmerge.isPending} onClick={() => steps.unmerge.mutate()}>
            {texts.ticket.unmerge}
          </Button>
        </p>
      )}
      {ticket.split_from_id && (
        <p className="banner" role="note">
          <IconArrowsSplit2 size={18} aria-hidden />
          <span>
            {texts.split.from}{' '}
            <Anchor component={Link} to={`/${ticket.split_from_id}`}>
              {texts.ticket.openOther}
            </Anchor>
          </span>
        </p>
      )}
      {ticket.follow_up_of_id && (
        <p className="banner" role="note">
          <Anchor component={Link} to={`/${ticket.follow_up_of_id}`}>
            {texts.ticket.followUp}
          </Anchor>
        </p>
      )}
      {ticket.survey_score > 0 && (
        <p className="banner" data-tone={ticket.survey_score >= 4 ? 'good' : 'soon'} role="note">
          <IconMoodSmile size={18} aria-hidden />
          <span>{texts.ticket.score(ticket.survey_score)}</span>
        </p>
      )}
    </>
  );
}
