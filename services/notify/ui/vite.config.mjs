import { app } from '../../../gateway/ui-kit/vite.mjs';

export default app('/messages/', 'Messages · Trellis');
