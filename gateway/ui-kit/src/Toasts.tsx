import { Notifications } from '@mantine/notifications';

/** Where short words appear: at the corner of the page. */
export const Toasts = () => <Notifications position="bottom-right" limit={4} />;
