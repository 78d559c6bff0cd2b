import { Frame, mount, type NavItem } from '@trellis/kit';
import { IconHome } from '@tabler/icons-react';
import { BrowserRouter, Outlet, Route, Routes } from 'react-router';
import { Home } from './Home';
import { SignIn } from './SignIn';

const nav: NavItem[] = [{ to: '/', label: 'Today', icon: IconHome }];

mount(
  'settings',
  <BrowserRouter>
    <Routes>
      <Route path="sign-in" element={<SignIn />} />
      <Route
        element={
          <Frame place="home" nav={nav}>
            <Outlet />
          </Frame>
        }
      >
        <Route index element={<Home />} />
      </Route>
    </Routes>
  </BrowserRouter>,
);
