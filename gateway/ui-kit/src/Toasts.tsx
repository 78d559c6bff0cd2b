import { Notifications } from '@mantine/notifications';

/** Where short words appear: at the corner where nothing is pressed; to send and to save is on the right. */
export const Toasts = () => <Notifications className="toasts" position="bottom-left" limit={4} />;
