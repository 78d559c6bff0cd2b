import { now } from '@trellis/kit';
import { useEffect, useState } from 'react';

/** The time, told again every second; still while the page is hidden. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTime(now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return time;
}

/** 3d 4h, 2h 09m, 12m 01s: two steps are enough to act on. */
export function length(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(Math.abs(milliseconds) / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  if (days) return `${days}d ${hours}h`;
  if (hours) return `${hours}h ${two(minutes)}m`;
  return `${minutes}m ${two(seconds % 60)}s`;
}

/** Working time in hours and minutes. */
export function worked(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (!hours) return minutes ? `${minutes} min` : `${seconds} s`;
  return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
}
