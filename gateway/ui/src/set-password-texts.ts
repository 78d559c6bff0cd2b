/** The English texts of the page behind a one-time link. */
export const words = {
  title: 'Set your password',
  whose: (name: string) => `For the account of ${name}`,
  password: 'New password',
  again: 'New password again',
  rules: 'At least 12 characters. Not your own name or address, not a common password, not a row of keys.',
  differs: 'is not the same as above',
  submit: 'Set password and sign in',
  refused: 'The password is not set',
  until: (time: string) => `This link works once, until ${time}. Setting the password signs you out on other devices.`,
  ended: 'This link no longer works',
  endedHelp: 'A link works once, for 72 hours, until a newer one is made. Ask the person who sent it to you, or an admin, for a new one.',
  toSignIn: 'Go to sign-in',
} as const;
