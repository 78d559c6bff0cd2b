import { mount } from '@trellis/kit';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { SignIn } from './SignIn';

const App = lazy(() => import('./App'));

mount(
  'settings',
  <BrowserRouter>
    <Routes>
      <Route path="sign-in" element={<SignIn />} />
      <Route
        path="*"
        element={
          <Suspense>
            <App />
          </Suspense>
        }
      />
    </Routes>
  </BrowserRouter>,
);
