import { app } from '../ui-kit/vite.mjs';

export default app('/', 'Trellis');
