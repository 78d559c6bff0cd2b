import { ago, moment } from './format';

/** A time as people say it, with the exact moment behind it. */
export const When = ({ time }: { time: string }) => (
  <time dateTime={time} title={moment(time)} className="numbers">
    {ago(time)}
  </time>
);
