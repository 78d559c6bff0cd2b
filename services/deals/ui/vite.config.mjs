import { app } from '../../../gateway/ui-kit/vite.mjs';

export default app('/deals/', 'Sales · Trellis');
