import { useSyncExternalStore } from 'react';

const KEY = 'trellis-density';
const changed = new EventTarget();

const isDense = () => document.documentElement.dataset.density === 'compact';

function set(dense: boolean) {
  document.documentElement.dataset.density = dense ? 'compact' : 'comfortable';
  localStorage.setItem(KEY, dense ? 'compact' : 'comfortable');
  changed.dispatchEvent(new Event('change'));
}

function listen(told: () => void) {
  changed.addEventListener('change', told);
  return () => changed.removeEventListener('change', told);
}

/** Brings back what the person chose last; called once before the first paint. */
export const restoreDensity = () => {
  document.documentElement.dataset.density = localStorage.getItem(KEY) ?? 'comfortable';
};

/** Whether rows are close together, as this person likes it. */
export const useDensity = () => {
  const dense = useSyncExternalStore(listen, isDense);
  return { dense, toggle: () => set(!dense) };
};
