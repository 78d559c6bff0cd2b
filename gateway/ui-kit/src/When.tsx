import { Text } from '@mantine/core';
import { ago, moment } from './format';

/** A time as people say it, with the exact moment behind it. */
export const When = ({ time }: { time: string }) => (
  <Text span inherit component="time" dateTime={time} title={moment(time)} className="numbers">
    {ago(time)}
  </Text>
);
