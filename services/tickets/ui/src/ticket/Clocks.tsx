import { Popover, UnstyledButton } from '@mantine/core';
import { moment } from '@trellis/kit';
import { IconAlarm, IconCheck, IconPlayerPause } from '@tabler/icons-react';
import { useSla } from '../shared/queries';
import type { SlaClock, Ticket } from '../shared/types';
import { length, useNow, worked } from '../shared/useNow';
import { texts } from '../texts';

/** Both clocks of a ticket; each ticks, and explains itself when it is pressed. */
export function Clocks({ ticket }: { ticket: Ticket }) {
  const { data: clocks } = useSla(ticket.id);
  return (
    <div className="clocks">
      {clocks?.map((clock) => (
        <Clock key={clock.metric} clock={clock} />
      ))}
    </div>
  );
}

const nameOf = ({ metric }: SlaClock) => texts.clock[metric as 'first_response' | 'resolution'];

function Clock({ clock }: { clock: SlaClock }) {
  const { tone, text, Icon } = useFace(clock);
  return (
    <Popover width={340} position="bottom-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className="pill numbers" data-tone={tone} aria-label={`${nameOf(clock)}: ${text}. ${texts.clock.why(nameOf(clock))}`}>
          <Icon size={13} aria-hidden />
          {nameOf(clock)}: {text}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown tabIndex={-1} aria-label={texts.clock.why(nameOf(clock))}>
        <Why clock={clock} />
      </Popover.Dropdown>
    </Popover>
  );
}

function useFace(clock: SlaClock) {
  const now = useNow();
  const left = clock.due_time ? Date.parse(clock.due_time) - now : 0;
  if (clock.state === 'MET') return { tone: 'good', text: texts.clock.met, Icon: IconCheck };
  if (clock.state === 'CLEARED') return { tone: 'plain', text: texts.clock.cleared, Icon: IconCheck };
  if (clock.stop_time) return { tone: 'late', text: texts.clock.missed, Icon: IconAlarm };
  if (clock.state === 'PAUSED') return { tone: 'calm', text: texts.clock.paused, Icon: IconPlayerPause };
  if (!clock.due_time) return { tone: 'late', text: texts.clock.late, Icon: IconAlarm };
  if (left < 0) return { tone: 'late', text: texts.clock.over(length(left)), Icon: IconAlarm };
  const tone = clock.state === 'WARNED' ? 'soon' : 'plain';
  return { tone, text: texts.clock.left(length(left)), Icon: IconAlarm };
}

/** Why a clock is due when it is. */
function Why({ clock }: { clock: SlaClock }) {
  return (
    <dl className="facts">
      <dt>{texts.clock.policy}</dt>
      <dd>{clock.policy}</dd>
      <dt>{texts.clock.hours}</dt>
      <dd>{clock.calendar}</dd>
      <dt>{texts.clock.used}</dt>
      <dd className="numbers">{texts.clock.of(worked(clock.elapsed_seconds), worked(clock.target_seconds))}</dd>
      <Moment label={texts.clock.started} time={clock.start_time} />
      <Moment label={texts.clock.due} time={clock.due_time} />
      <Moment label={texts.clock.stopped} time={clock.stop_time} />
      {clock.pauses.length > 0 && (
        <>
          <dt>{texts.clock.pauses}</dt>
          <dd>
            {clock.pauses.map(({ start_time = '', end_time }) => (
              <div key={start_time}>{end_time ? texts.clock.span(moment(start_time), moment(end_time)) : texts.clock.since(moment(start_time))}</div>
            ))}
          </dd>
        </>
      )}
      {clock.changes.map(({ change_time = '', old_priority, new_priority }) => (
        <Moment key={change_time} label={old_priority === new_priority ? texts.clock.changedPolicy : texts.clock.changed(old_priority.toLowerCase(), new_priority.toLowerCase())} time={change_time} />
      ))}
    </dl>
  );
}

const Moment = ({ label, time }: { label: string; time?: string | null }) =>
  time ? (
    <>
      <dt>{label}</dt>
      <dd>{moment(time)}</dd>
    </>
  ) : null;
