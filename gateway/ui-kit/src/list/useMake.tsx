import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { covered } from '../covered';

/**
 * The way to one more record of a list: a button, for above the list and for when it is empty, and the key c.
 * where: the page on which it is made, or what opens its form. Nothing for who may not.
 */
export function useMake(label: string, where: string | (() => void), allowed: boolean) {
  const navigate = useNavigate();
  const go = () => (typeof where === 'string' ? void navigate(where) : where());
  useHotkeys([['c', (event) => allowed && !covered(event) && go()]]);
  const look = { leftSection: <IconPlus size={15} />, children: label };
  if (!allowed) return null;
  return typeof where === 'string' ? <Button component={Link} to={where} {...look} /> : <Button onClick={where} {...look} />;
}
